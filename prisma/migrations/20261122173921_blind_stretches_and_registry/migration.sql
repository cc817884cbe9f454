-- CreateTable
CREATE TABLE "blind_stretch" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blind_stretch_pkey" PRIMARY KEY ("organization_id","waba_id","id")
);

-- CreateTable
CREATE TABLE "activation_method" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "owner" TEXT,
    "state" TEXT NOT NULL,
    "launched_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "activation_method_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "opt_in_source" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "activation_method_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "opt_in_source_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "blind_stretch_organization_id_waba_id_ended_at_idx" ON "blind_stretch"("organization_id", "waba_id", "ended_at");

-- CreateIndex
CREATE INDEX "opt_in_source_organization_id_activation_method_id_idx" ON "opt_in_source"("organization_id", "activation_method_id");

-- CreateIndex
CREATE UNIQUE INDEX "opt_in_source_organization_id_key_key" ON "opt_in_source"("organization_id", "key");
