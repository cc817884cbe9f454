-- CreateTable
CREATE TABLE "budget_subject" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "first_day" INTEGER NOT NULL,
    "through_day" INTEGER,
    "dirty_from" INTEGER,
    "dirty_since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_subject_pkey" PRIMARY KEY ("organization_id","kind","key")
);

-- CreateTable
CREATE TABLE "budget_stand" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "stand" TEXT NOT NULL,

    CONSTRAINT "budget_stand_pkey" PRIMARY KEY ("organization_id","kind","key","day")
);

-- CreateTable
CREATE TABLE "budget_state" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "through_day" INTEGER NOT NULL,
    "origin" TEXT,
    "allowed_rate" DOUBLE PRECISION,
    "messages" DOUBLE PRECISION NOT NULL,
    "events" DOUBLE PRECISION NOT NULL,
    "exposure" DOUBLE PRECISION,
    "allowed" DOUBLE PRECISION,
    "used" DOUBLE PRECISION,
    "used_low" DOUBLE PRECISION,
    "used_high" DOUBLE PRECISION,
    "pace" DOUBLE PRECISION,
    "burn" TEXT NOT NULL,
    "since_day" INTEGER,
    "detected_at" TIMESTAMPTZ(3),
    "found_at" TIMESTAMPTZ(3),
    "method" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_state_pkey" PRIMARY KEY ("organization_id","kind","key")
);

-- CreateTable
CREATE TABLE "allowed_rate" (
    "organization_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "rate" DOUBLE PRECISION NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,
    "set_by" TEXT NOT NULL,

    CONSTRAINT "allowed_rate_pkey" PRIMARY KEY ("organization_id","kind","key")
);

-- What was counted before there were budgets is judged from its first day on.
INSERT INTO "budget_subject" ("organization_id", "kind", "key", "first_day", "dirty_from", "dirty_since", "due_at")
SELECT v."organization_id", CASE v."dimension" WHEN 'number' THEN 'phone-number' ELSE 'opt-in-source' END, v."key",
    min(c."day"), min(c."day"), now(), now()
FROM (
    SELECT "organization_id", "number", "source", min("day") AS "day" FROM "exposure_pair_day" GROUP BY 1, 2, 3
    UNION ALL
    SELECT "organization_id", "number", "source", floor(min("hour") / 24.0)::int FROM "signal_cell" GROUP BY 1, 2, 3
) c
JOIN "cell_value" v ON v."organization_id" = c."organization_id"
    AND ((v."dimension" = 'number' AND v."ordinal" = c."number") OR (v."dimension" = 'source' AND v."ordinal" = c."source"))
GROUP BY 1, 2, 3;
