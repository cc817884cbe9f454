-- CreateTable
CREATE TABLE "spike_number" (
    "organization_id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "first_day" INTEGER NOT NULL,
    "through_day" INTEGER,
    "dirty_from" INTEGER,
    "dirty_since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spike_number_pkey" PRIMARY KEY ("organization_id","phone_number_id")
);

-- CreateTable
CREATE TABLE "spike_stand" (
    "organization_id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "stand" TEXT NOT NULL,

    CONSTRAINT "spike_stand_pkey" PRIMARY KEY ("organization_id","phone_number_id","kind","day")
);

-- CreateTable
CREATE TABLE "spike" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "start_day" INTEGER NOT NULL,
    "start_low_day" INTEGER NOT NULL,
    "start_high_day" INTEGER NOT NULL,
    "called_day" INTEGER NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "end_day" INTEGER,
    "state" TEXT NOT NULL,
    "rate_ratio" DOUBLE PRECISION NOT NULL,
    "ratio_low" DOUBLE PRECISION NOT NULL,
    "ratio_high" DOUBLE PRECISION NOT NULL,
    "evidence" DOUBLE PRECISION NOT NULL,
    "exposures" DOUBLE PRECISION NOT NULL,
    "signals" DOUBLE PRECISION NOT NULL,
    "expected" DOUBLE PRECISION NOT NULL,
    "method" TEXT NOT NULL,
    "attribution" JSONB,
    "attributed_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spike_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "spike_organization_id_detected_at_id_idx" ON "spike"("organization_id", "detected_at", "id");

-- CreateIndex
CREATE INDEX "spike_organization_id_phone_number_id_called_day_idx" ON "spike"("organization_id", "phone_number_id", "called_day");

-- What was counted before spikes were called is judged from its first day on.
INSERT INTO "spike_number" ("organization_id", "phone_number_id", "first_day", "dirty_from", "dirty_since", "due_at")
SELECT v."organization_id", v."key", min(c."day"), min(c."day"), now(), now()
FROM (
    SELECT "organization_id", "number", min("day") AS "day" FROM "exposure_pair_day" GROUP BY 1, 2
    UNION ALL
    SELECT "organization_id", "number", floor(min("hour") / 24.0)::int FROM "signal_cell" GROUP BY 1, 2
) c
JOIN "cell_value" v ON v."organization_id" = c."organization_id" AND v."dimension" = 'number' AND v."ordinal" = c."number"
GROUP BY 1, 2;
