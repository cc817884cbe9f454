-- DropIndex
DROP INDEX "webhook_delivery_organization_id_occurred_at_idx";

-- AlterTable
ALTER TABLE "connection" ADD COLUMN     "clock_skew_seconds" INTEGER,
ADD COLUMN     "unreadable_usage_count" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "phone_number_change" ADD COLUMN     "reference" TEXT;

-- AlterTable
ALTER TABLE "portfolio" ADD COLUMN     "messaging_limit" TEXT;

-- AlterTable
ALTER TABLE "waba" ADD COLUMN     "account_review_status" TEXT,
ADD COLUMN     "business_verification_status" TEXT,
ADD COLUMN     "can_send_message" TEXT,
ADD COLUMN     "country" TEXT,
ADD COLUMN     "currency" TEXT,
ADD COLUMN     "details_at" TIMESTAMPTZ(3),
ADD COLUMN     "health_status" JSONB,
ADD COLUMN     "insights_enabled" BOOLEAN,
ADD COLUMN     "last_webhook_at" TIMESTAMPTZ(3),
ADD COLUMN     "ownership_type" TEXT,
ADD COLUMN     "restrictions" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "status" TEXT,
ADD COLUMN     "subscribed" BOOLEAN,
ADD COLUMN     "subscribed_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "timezone_id" TEXT,
ADD COLUMN     "unannounced_changes" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "webhook_delivery" ADD COLUMN     "body_format" TEXT NOT NULL DEFAULT 'latin1';

-- CreateTable
CREATE TABLE "asset_change" (
    "organization_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "from_value" TEXT,
    "to_value" TEXT,
    "not_before" TIMESTAMPTZ(3),
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "reference" TEXT,

    CONSTRAINT "asset_change_pkey" PRIMARY KEY ("organization_id","subject_kind","subject_id","id")
);

-- CreateTable
CREATE TABLE "history_import" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "file_name" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "accepted_count" INTEGER NOT NULL,
    "duplicate_count" INTEGER NOT NULL,
    "rejected_count" INTEGER NOT NULL,

    CONSTRAINT "history_import_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "poll_day" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "complete_count" INTEGER NOT NULL,
    "incomplete_count" INTEGER NOT NULL,
    "failed_count" INTEGER NOT NULL,
    "call_count" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "longest_gap_seconds" INTEGER NOT NULL,

    CONSTRAINT "poll_day_pkey" PRIMARY KEY ("organization_id","waba_id","day")
);

-- CreateTable
CREATE TABLE "scheduled_read" (
    "organization_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "next_due_at" TIMESTAMPTZ(3) NOT NULL,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_success_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'on',
    "error" JSONB,
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "call_count" INTEGER NOT NULL DEFAULT 0,
    "dropped_fields" TEXT[],
    "lease_token" TEXT,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "scheduled_read_pkey" PRIMARY KEY ("organization_id","subject_kind","subject_id","kind")
);

-- CreateTable
CREATE TABLE "message_template" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "category" TEXT,
    "previous_category" TEXT,
    "correct_category" TEXT,
    "status" TEXT,
    "rejected_reason" TEXT,
    "quality_score" TEXT,
    "ranked_score" TEXT,
    "quality_score_at" TIMESTAMPTZ(3),
    "pause_title" TEXT,
    "quick_replies" TEXT[],
    "last_updated_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "message_template_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "template_comparison" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "first_template_id" TEXT NOT NULL,
    "second_template_id" TEXT NOT NULL,
    "window_days" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "more_blocked_id" TEXT,
    "first_sends" INTEGER,
    "second_sends" INTEGER,
    "first_top_reason" TEXT,
    "second_top_reason" TEXT,

    CONSTRAINT "template_comparison_pkey" PRIMARY KEY ("organization_id","waba_id","first_template_id","second_template_id","window_days","occurred_at")
);

-- CreateTable
CREATE TABLE "template_day" (
    "organization_id" TEXT NOT NULL,
    "template_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "waba_id" TEXT NOT NULL,
    "sent" INTEGER,
    "delivered" INTEGER,
    "read" INTEGER,
    "clicked" JSONB NOT NULL,
    "cost" JSONB NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "template_day_pkey" PRIMARY KEY ("organization_id","template_id","day")
);

-- CreateTable
CREATE TABLE "messaging_day" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "display_digits" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "sent" INTEGER,
    "delivered" INTEGER,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "messaging_day_pkey" PRIMARY KEY ("organization_id","waba_id","display_digits","day")
);

-- CreateTable
CREATE TABLE "pricing_day" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "country" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "pricing_type" TEXT NOT NULL,
    "tier" TEXT NOT NULL,
    "volume" INTEGER,
    "cost" DOUBLE PRECISION,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pricing_day_pkey" PRIMARY KEY ("organization_id","waba_id","day","country","category","pricing_type","tier")
);

-- CreateTable
CREATE TABLE "unknown_word" (
    "organization_id" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_count" INTEGER NOT NULL,
    "connection_id" TEXT,
    "subject_id" TEXT,
    "sample" JSONB NOT NULL,

    CONSTRAINT "unknown_word_pkey" PRIMARY KEY ("organization_id","place","value")
);

-- CreateTable
CREATE TABLE "discrepancy" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "poll_value" TEXT,
    "webhook_value" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "discrepancy_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_day" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "field" TEXT NOT NULL,
    "event_count" INTEGER NOT NULL,
    "duplicate_count" INTEGER NOT NULL,
    "late_count" INTEGER NOT NULL,
    "longest_late_seconds" INTEGER NOT NULL,
    "broken_count" INTEGER NOT NULL,
    "last_received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_day_pkey" PRIMARY KEY ("organization_id","waba_id","day","field")
);

-- CreateTable
CREATE TABLE "contact_key" (
    "organization_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "key_cipher" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "contact_key_pkey" PRIMARY KEY ("organization_id","version")
);

-- CreateTable
CREATE TABLE "exposure" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "contact" BYTEA,
    "contact_key_version" INTEGER,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "error_code" INTEGER,
    "callback_data" TEXT,
    "campaign_key" TEXT,
    "source_key" TEXT,
    "pricing_category" TEXT,
    "pricing_type" TEXT,
    "billable" BOOLEAN,
    "origin" TEXT NOT NULL,
    "replay_id" TEXT,

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "signal" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "contact" BYTEA,
    "contact_key_version" INTEGER,
    "exposure_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL,
    "delivery_id" TEXT,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "ad_referral" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "contact" BYTEA,
    "contact_key_version" INTEGER,
    "source_type" TEXT,
    "source_id" TEXT,
    "click_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "delivery_id" TEXT,

    CONSTRAINT "ad_referral_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "contact_link" (
    "organization_id" TEXT NOT NULL,
    "from_contact" BYTEA NOT NULL,
    "to_contact" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "delivery_id" TEXT,

    CONSTRAINT "contact_link_pkey" PRIMARY KEY ("organization_id","from_contact","to_contact")
);

-- CreateTable
CREATE TABLE "webhook_replay" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "window_end" TIMESTAMPTZ(3) NOT NULL,
    "cursor_at" TIMESTAMPTZ(3),
    "cursor_id" TEXT,
    "delivery_count" INTEGER NOT NULL DEFAULT 0,
    "total_count" INTEGER NOT NULL DEFAULT 0,
    "event_count" INTEGER NOT NULL DEFAULT 0,
    "removed_count" INTEGER NOT NULL DEFAULT 0,
    "fingerprint_before" TEXT,
    "fingerprint_after" TEXT,
    "lease_token" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" JSONB,
    "open_key" TEXT,

    CONSTRAINT "webhook_replay_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "asset_change_organization_id_subject_kind_subject_id_field__idx" ON "asset_change"("organization_id", "subject_kind", "subject_id", "field", "occurred_at");

-- CreateIndex
CREATE INDEX "asset_change_organization_id_occurred_at_idx" ON "asset_change"("organization_id", "occurred_at");

-- CreateIndex
CREATE INDEX "scheduled_read_next_due_at_idx" ON "scheduled_read"("next_due_at");

-- CreateIndex
CREATE INDEX "scheduled_read_organization_id_connection_id_idx" ON "scheduled_read"("organization_id", "connection_id");

-- CreateIndex
CREATE INDEX "message_template_organization_id_waba_id_name_language_idx" ON "message_template"("organization_id", "waba_id", "name", "language");

-- CreateIndex
CREATE INDEX "template_day_organization_id_waba_id_day_idx" ON "template_day"("organization_id", "waba_id", "day");

-- CreateIndex
CREATE INDEX "discrepancy_organization_id_connection_id_occurred_at_idx" ON "discrepancy"("organization_id", "connection_id", "occurred_at");

-- CreateIndex
CREATE INDEX "exposure_organization_id_phone_number_id_occurred_at_idx" ON "exposure"("organization_id", "phone_number_id", "occurred_at");

-- CreateIndex
CREATE INDEX "exposure_organization_id_contact_idx" ON "exposure"("organization_id", "contact");

-- CreateIndex
CREATE INDEX "signal_organization_id_phone_number_id_occurred_at_idx" ON "signal"("organization_id", "phone_number_id", "occurred_at");

-- CreateIndex
CREATE INDEX "signal_organization_id_contact_idx" ON "signal"("organization_id", "contact");

-- CreateIndex
CREATE INDEX "signal_organization_id_delivery_id_idx" ON "signal"("organization_id", "delivery_id");

-- CreateIndex
CREATE INDEX "ad_referral_organization_id_contact_idx" ON "ad_referral"("organization_id", "contact");

-- CreateIndex
CREATE INDEX "ad_referral_organization_id_delivery_id_idx" ON "ad_referral"("organization_id", "delivery_id");

-- CreateIndex
CREATE INDEX "contact_link_organization_id_to_contact_idx" ON "contact_link"("organization_id", "to_contact");

-- CreateIndex
CREATE INDEX "contact_link_organization_id_delivery_id_idx" ON "contact_link"("organization_id", "delivery_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_replay_organization_id_open_key_key" ON "webhook_replay"("organization_id", "open_key");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_occurred_at_id_idx" ON "webhook_delivery"("organization_id", "occurred_at", "id");

-- CreateIndex
CREATE INDEX "webhook_event_organization_id_delivery_id_idx" ON "webhook_event"("organization_id", "delivery_id");

-- Room on every page for the later statuses of a message, so that they need no new index entries.
ALTER TABLE "exposure" SET (fillfactor = 70);
