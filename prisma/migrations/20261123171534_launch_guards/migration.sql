-- CreateTable
CREATE TABLE "launch_guard" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "activation_method_id" TEXT,
    "source_id" TEXT,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,
    "basis" TEXT NOT NULL,
    "start_day" INTEGER,
    "through_day" INTEGER,
    "verdict" TEXT NOT NULL,
    "verdict_at" TIMESTAMPTZ(3),
    "lack" TEXT,
    "stream" TEXT NOT NULL,
    "evidence" DOUBLE PRECISION NOT NULL,
    "likeness" INTEGER,
    "rate_ratio" DOUBLE PRECISION,
    "ratio_low" DOUBLE PRECISION,
    "ratio_high" DOUBLE PRECISION,
    "exposures" DOUBLE PRECISION NOT NULL,
    "unmatched" DOUBLE PRECISION NOT NULL,
    "signals" DOUBLE PRECISION NOT NULL,
    "expected" DOUBLE PRECISION NOT NULL,
    "needed_low" DOUBLE PRECISION,
    "needed_median" DOUBLE PRECISION,
    "needed_high" DOUBLE PRECISION,
    "found_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "launch_guard_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "launch_guard_stand" (
    "organization_id" TEXT NOT NULL,
    "guard_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "stand" TEXT NOT NULL,

    CONSTRAINT "launch_guard_stand_pkey" PRIMARY KEY ("organization_id","guard_id","day")
);

-- CreateTable
CREATE TABLE "launch_guard_day" (
    "organization_id" TEXT NOT NULL,
    "guard_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "delivered" DOUBLE PRECISION NOT NULL,
    "events" DOUBLE PRECISION NOT NULL,
    "expected" DOUBLE PRECISION NOT NULL,
    "evidence" DOUBLE PRECISION NOT NULL,
    "rate_ratio" DOUBLE PRECISION,
    "ratio_low" DOUBLE PRECISION,
    "ratio_high" DOUBLE PRECISION,

    CONSTRAINT "launch_guard_day_pkey" PRIMARY KEY ("organization_id","guard_id","day","kind")
);

-- CreateTable
CREATE TABLE "launch_guard_mark" (
    "organization_id" TEXT NOT NULL,
    "dirty_from" INTEGER,
    "dirty_since" TIMESTAMPTZ(3) NOT NULL,
    "open_version" BIGINT,

    CONSTRAINT "launch_guard_mark_pkey" PRIMARY KEY ("organization_id")
);

-- CreateIndex
CREATE INDEX "launch_guard_organization_id_activation_method_id_idx" ON "launch_guard"("organization_id", "activation_method_id");
