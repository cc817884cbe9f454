-- DropIndex
DROP INDEX "exposure_organization_id_contact_idx";

-- DropIndex
DROP INDEX "signal_organization_id_contact_idx";

-- AlterTable
ALTER TABLE "activation_method" ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "updated_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "exposure" ADD COLUMN     "erased" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "first_cohort" DATE,
ADD COLUMN     "first_source" TEXT,
ADD COLUMN     "import_id" TEXT,
ADD COLUMN     "last_cohort" DATE,
ADD COLUMN     "last_source" TEXT,
ADD COLUMN     "split_sources" JSONB,
ADD COLUMN     "template_key" TEXT;

-- AlterTable
ALTER TABLE "opt_in_source" ADD COLUMN     "merged_into" TEXT,
ADD COLUMN     "owner" TEXT,
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'registered',
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "updated_at" TIMESTAMPTZ(3),
ALTER COLUMN "activation_method_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "small_group_size" INTEGER NOT NULL DEFAULT 20;

-- AlterTable
ALTER TABLE "signal" ADD COLUMN     "erased" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "import_id" TEXT,
ADD COLUMN     "last_exposure_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_exposure_id" TEXT,
ADD COLUMN     "touches" JSONB;

-- CreateTable
CREATE TABLE "source_wording" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "url" TEXT,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "source_wording_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "state" TEXT NOT NULL DEFAULT 'registered',
    "merged_into" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "registry_change" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_name" TEXT NOT NULL,

    CONSTRAINT "registry_change_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "opt_in" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "contact" BYTEA,
    "contact_key_version" INTEGER,
    "source_key" TEXT NOT NULL,
    "opted_in_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "evidence" TEXT,
    "origin" TEXT NOT NULL,
    "import_id" TEXT,
    "erased" BOOLEAN NOT NULL DEFAULT false,
    "first_here" BOOLEAN NOT NULL,
    "first_ever" BOOLEAN NOT NULL,

    CONSTRAINT "opt_in_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "contact_alias" (
    "organization_id" TEXT NOT NULL,
    "contact" BYTEA NOT NULL,
    "person" BYTEA NOT NULL,
    "person_key_version" INTEGER NOT NULL,

    CONSTRAINT "contact_alias_pkey" PRIMARY KEY ("organization_id","contact")
);

-- CreateTable
CREATE TABLE "erased_contact" (
    "organization_id" TEXT NOT NULL,
    "contact" BYTEA NOT NULL,
    "erased_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "erased_contact_pkey" PRIMARY KEY ("organization_id","contact")
);

-- CreateTable
CREATE TABLE "data_import" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT,
    "file_size" BIGINT NOT NULL,
    "file_mark" TEXT NOT NULL,
    "form" JSONB NOT NULL,
    "mapping" JSONB NOT NULL,
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "byte_offset" BIGINT NOT NULL DEFAULT 0,
    "line_count" INTEGER NOT NULL DEFAULT 0,
    "accepted_count" INTEGER NOT NULL DEFAULT 0,
    "changed_count" INTEGER NOT NULL DEFAULT 0,
    "duplicate_count" INTEGER NOT NULL DEFAULT 0,
    "rejected_count" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_import_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "import_rejection" (
    "organization_id" TEXT NOT NULL,
    "import_id" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "column" TEXT,
    "message" TEXT NOT NULL,

    CONSTRAINT "import_rejection_pkey" PRIMARY KEY ("organization_id","import_id","line","place")
);

-- CreateTable
CREATE TABLE "recount_entry" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "contact" BYTEA,
    "signal_id" TEXT,
    "stamp" BIGINT,

    CONSTRAINT "recount_entry_pkey" PRIMARY KEY ("organization_id","seq")
);

-- CreateTable
CREATE TABLE "cell_delta" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "hour" INTEGER NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "source" TEXT,
    "campaign" TEXT,
    "template" TEXT,
    "cohort" DATE,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "age_days" INTEGER NOT NULL,
    "last" BIGINT NOT NULL,
    "first" BIGINT NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" BIGINT NOT NULL,
    "delivered_first" BIGINT NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" BIGINT NOT NULL,
    "failed_first" BIGINT NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "cell_delta_pkey" PRIMARY KEY ("organization_id","seq")
);

-- CreateTable
CREATE TABLE "opt_in_delta" (
    "organization_id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "hour" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "opt_ins" INTEGER NOT NULL,
    "gained" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "opt_in_delta_pkey" PRIMARY KEY ("organization_id","seq")
);

-- CreateTable
CREATE TABLE "cell_value" (
    "organization_id" TEXT NOT NULL,
    "dimension" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,

    CONSTRAINT "cell_value_pkey" PRIMARY KEY ("organization_id","dimension","key")
);

-- CreateTable
CREATE TABLE "exposure_cell_hour" (
    "organization_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "template" INTEGER NOT NULL,
    "cohort" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" INTEGER NOT NULL,
    "delivered_first" INTEGER NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" INTEGER NOT NULL,
    "failed_first" INTEGER NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "exposure_cell_hour_pkey" PRIMARY KEY ("organization_id","hour","number","source","campaign","template","cohort")
);

-- CreateTable
CREATE TABLE "exposure_cell_day" (
    "organization_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "template" INTEGER NOT NULL,
    "cohort" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" INTEGER NOT NULL,
    "delivered_first" INTEGER NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" INTEGER NOT NULL,
    "failed_first" INTEGER NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "exposure_cell_day_pkey" PRIMARY KEY ("organization_id","day","number","source","campaign","template","cohort")
);

-- CreateTable
CREATE TABLE "exposure_pair_day" (
    "organization_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" INTEGER NOT NULL,
    "delivered_first" INTEGER NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" INTEGER NOT NULL,
    "failed_first" INTEGER NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "exposure_pair_day_pkey" PRIMARY KEY ("organization_id","day","number","source","campaign")
);

-- CreateTable
CREATE TABLE "exposure_pair_week" (
    "organization_id" TEXT NOT NULL,
    "week" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,
    "delivered_last" INTEGER NOT NULL,
    "delivered_first" INTEGER NOT NULL,
    "delivered_split" BIGINT NOT NULL,
    "failed_last" INTEGER NOT NULL,
    "failed_first" INTEGER NOT NULL,
    "failed_split" BIGINT NOT NULL,

    CONSTRAINT "exposure_pair_week_pkey" PRIMARY KEY ("organization_id","week","number","source","campaign")
);

-- CreateTable
CREATE TABLE "signal_cell" (
    "organization_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "campaign" INTEGER NOT NULL,
    "template" INTEGER NOT NULL,
    "cohort" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "age_days" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "split" BIGINT NOT NULL,

    CONSTRAINT "signal_cell_pkey" PRIMARY KEY ("organization_id","hour","number","source","campaign","template","cohort","kind","basis","age_days")
);

-- CreateTable
CREATE TABLE "opt_in_cell_hour" (
    "organization_id" TEXT NOT NULL,
    "hour" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "opt_ins" INTEGER NOT NULL,
    "gained" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "opt_in_cell_hour_pkey" PRIMARY KEY ("organization_id","hour","source")
);

-- CreateTable
CREATE TABLE "opt_in_cell_day" (
    "organization_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "opt_ins" INTEGER NOT NULL,
    "gained" INTEGER NOT NULL,
    "newcomers" INTEGER NOT NULL,

    CONSTRAINT "opt_in_cell_day_pkey" PRIMARY KEY ("organization_id","day","source")
);

-- CreateTable
CREATE TABLE "cell_state" (
    "organization_id" TEXT NOT NULL,
    "version" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "rebuilt_at" TIMESTAMPTZ(3),
    "pruned_before" TIMESTAMPTZ(3),

    CONSTRAINT "cell_state_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "fatigue_due" (
    "organization_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "dirty_since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fatigue_due_pkey" PRIMARY KEY ("organization_id","day")
);

-- CreateTable
CREATE TABLE "fatigue_day" (
    "organization_id" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "source" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "exposures" INTEGER NOT NULL,
    "signals" INTEGER NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fatigue_day_pkey" PRIMARY KEY ("organization_id","day","number","source","received")
);

-- CreateTable
CREATE TABLE "opt_out_watch" (
    "organization_id" TEXT NOT NULL,
    "signal_id" TEXT NOT NULL,
    "contact" BYTEA,
    "phone_number_id" TEXT NOT NULL,
    "source" TEXT,
    "opted_out_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "last_exposure_at" TIMESTAMPTZ(3),
    "violation_count" INTEGER NOT NULL,
    "first_violation_at" TIMESTAMPTZ(3),
    "last_violation_at" TIMESTAMPTZ(3),
    "last_campaign" TEXT,

    CONSTRAINT "opt_out_watch_pkey" PRIMARY KEY ("organization_id","signal_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "source_wording_organization_id_source_id_version_key" ON "source_wording"("organization_id", "source_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "campaign_organization_id_key_key" ON "campaign"("organization_id", "key");

-- CreateIndex
CREATE INDEX "registry_change_organization_id_subject_kind_subject_id_idx" ON "registry_change"("organization_id", "subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "opt_in_organization_id_contact_opted_in_at_idx" ON "opt_in"("organization_id", "contact", "opted_in_at");

-- CreateIndex
CREATE INDEX "opt_in_recorded_at_idx" ON "opt_in" USING BRIN ("recorded_at");

-- CreateIndex
CREATE INDEX "contact_alias_organization_id_person_idx" ON "contact_alias"("organization_id", "person");

-- CreateIndex
CREATE UNIQUE INDEX "cell_value_organization_id_dimension_ordinal_key" ON "cell_value"("organization_id", "dimension", "ordinal");

-- CreateIndex
CREATE INDEX "opt_out_watch_organization_id_contact_idx" ON "opt_out_watch"("organization_id", "contact");

-- CreateIndex
CREATE INDEX "opt_out_watch_organization_id_opted_out_at_idx" ON "opt_out_watch"("organization_id", "opted_out_at");

-- CreateIndex
CREATE INDEX "opt_out_watch_organization_id_last_violation_at_idx" ON "opt_out_watch"("organization_id", "last_violation_at");

-- CreateIndex
CREATE INDEX "exposure_organization_id_contact_occurred_at_idx" ON "exposure"("organization_id", "contact", "occurred_at");

-- CreateIndex
CREATE INDEX "signal_organization_id_contact_occurred_at_idx" ON "signal"("organization_id", "contact", "occurred_at");

-- CreateIndex
CREATE INDEX "signal_organization_id_exposure_id_idx" ON "signal"("organization_id", "exposure_id");

-- CreateIndex
CREATE INDEX "signal_organization_id_last_exposure_at_idx" ON "signal"("organization_id", "last_exposure_at");
