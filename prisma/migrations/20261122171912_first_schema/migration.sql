-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "address" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "request_id" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "data_key" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_key_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "connection" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "managed_by" TEXT NOT NULL,
    "graph_base_url" TEXT NOT NULL,
    "api_version" TEXT NOT NULL,
    "business_id" TEXT,
    "waba_ids" TEXT[],
    "app_id" TEXT,
    "access_token_cipher" BYTEA NOT NULL,
    "app_secret_cipher" BYTEA,
    "verify_token_cipher" BYTEA NOT NULL,
    "poll_interval_seconds" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL,
    "last_success_at" TIMESTAMPTZ(3),
    "last_error" JSONB,
    "error_since" TIMESTAMPTZ(3),
    "consecutive_failures" INTEGER NOT NULL DEFAULT 0,
    "skipped_polls" INTEGER NOT NULL DEFAULT 0,
    "usage" JSONB,
    "token" JSONB,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "portfolio" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "name" TEXT,
    "verification_status" TEXT,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portfolio_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "waba" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "portfolio_id" TEXT,
    "name" TEXT,
    "state" TEXT NOT NULL,
    "lost_since" TIMESTAMPTZ(3),
    "lost_reason" JSONB,
    "next_probe_at" TIMESTAMPTZ(3),
    "dropped_fields" TEXT[],
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_polled_at" TIMESTAMPTZ(3),

    CONSTRAINT "waba_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "phone_number" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "display_phone_number" TEXT,
    "verified_name" TEXT,
    "quality_rating" TEXT,
    "ranked_rating" TEXT,
    "quality_score_at" TIMESTAMPTZ(3),
    "quality_reasons" TEXT[],
    "portfolio_limit" TEXT,
    "legacy_limit" TEXT,
    "status" TEXT,
    "name_status" TEXT,
    "throughput" TEXT,
    "code_verification_status" TEXT,
    "account_mode" TEXT,
    "platform_type" TEXT,
    "can_send_message" TEXT,
    "health_status" JSONB,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "rating_since" TIMESTAMPTZ(3),
    "missing_since" TIMESTAMPTZ(3),

    CONSTRAINT "phone_number_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "poll_run" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "open_for" TEXT,
    "lease_token" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "call_count" INTEGER NOT NULL DEFAULT 0,
    "waba_count" INTEGER NOT NULL DEFAULT 0,
    "number_count" INTEGER NOT NULL DEFAULT 0,
    "change_count" INTEGER NOT NULL DEFAULT 0,
    "error" JSONB,

    CONSTRAINT "poll_run_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "waba_poll" (
    "organization_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "poll_run_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "number_count" INTEGER NOT NULL,
    "call_count" INTEGER NOT NULL,
    "error" JSONB,

    CONSTRAINT "waba_poll_pkey" PRIMARY KEY ("organization_id","waba_id","poll_run_id")
);

-- CreateTable
CREATE TABLE "phone_number_change" (
    "organization_id" TEXT NOT NULL,
    "phone_number_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "from_value" TEXT,
    "to_value" TEXT,
    "not_before" TIMESTAMPTZ(3),
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "poll_run_id" TEXT,

    CONSTRAINT "phone_number_change_pkey" PRIMARY KEY ("organization_id","phone_number_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "connection_id" TEXT,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "last_received_at" TIMESTAMPTZ(3) NOT NULL,
    "received_count" INTEGER NOT NULL DEFAULT 1,
    "body_cipher" BYTEA NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "error" JSONB,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "waba_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "event" TEXT,
    "display_digits" TEXT,
    "value" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "transition" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "from_value" TEXT,
    "to_value" TEXT,
    "direction" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "processed_at" TIMESTAMPTZ(3),
    "error" JSONB,

    CONSTRAINT "transition_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "incident" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "open_key" TEXT,
    "severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "phone_number_id" TEXT,
    "subject" JSONB NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "incident_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "incident_event" (
    "organization_id" TEXT NOT NULL,
    "incident_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_name" TEXT,
    "text" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "incident_event_pkey" PRIMARY KEY ("organization_id","incident_id","id")
);

-- CreateTable
CREATE TABLE "channel" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "config_cipher" BYTEA NOT NULL,
    "target" TEXT NOT NULL,
    "min_severity" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "managed_by" TEXT NOT NULL DEFAULT 'person',
    "last_error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "incident_id" TEXT,
    "channel_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "message" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "lease_token" TEXT,
    "locked_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "delivery_attempt" (
    "organization_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("organization_id","delivery_id","number")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "organization_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("organization_id","actor_id","key")
);

-- CreateTable
CREATE TABLE "worker" (
    "id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_window" (
    "subject" TEXT NOT NULL,
    "window_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_window_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE INDEX "user_email_idx" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_organization_id_email_key" ON "user"("organization_id", "email");

-- CreateIndex
CREATE INDEX "user_session_organization_id_user_id_idx" ON "user_session"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "audit_entry_organization_id_occurred_at_idx" ON "audit_entry"("organization_id", "occurred_at");

-- CreateIndex
CREATE INDEX "connection_state_next_poll_at_idx" ON "connection"("state", "next_poll_at");

-- CreateIndex
CREATE INDEX "waba_organization_id_connection_id_idx" ON "waba"("organization_id", "connection_id");

-- CreateIndex
CREATE INDEX "phone_number_organization_id_waba_id_idx" ON "phone_number"("organization_id", "waba_id");

-- CreateIndex
CREATE INDEX "poll_run_organization_id_connection_id_occurred_at_idx" ON "poll_run"("organization_id", "connection_id", "occurred_at");

-- CreateIndex
CREATE UNIQUE INDEX "poll_run_organization_id_open_for_key" ON "poll_run"("organization_id", "open_for");

-- CreateIndex
CREATE INDEX "waba_poll_organization_id_waba_id_occurred_at_idx" ON "waba_poll"("organization_id", "waba_id", "occurred_at");

-- CreateIndex
CREATE INDEX "phone_number_change_organization_id_phone_number_id_field_o_idx" ON "phone_number_change"("organization_id", "phone_number_id", "field", "occurred_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_next_attempt_at_idx" ON "webhook_delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_occurred_at_idx" ON "webhook_delivery"("organization_id", "occurred_at");

-- CreateIndex
CREATE INDEX "webhook_event_organization_id_waba_id_occurred_at_idx" ON "webhook_event"("organization_id", "waba_id", "occurred_at");

-- CreateIndex
CREATE INDEX "transition_processed_at_recorded_at_idx" ON "transition"("processed_at", "recorded_at");

-- CreateIndex
CREATE INDEX "incident_organization_id_opened_at_idx" ON "incident"("organization_id", "opened_at");

-- CreateIndex
CREATE INDEX "incident_organization_id_fingerprint_opened_at_idx" ON "incident"("organization_id", "fingerprint", "opened_at");

-- CreateIndex
CREATE UNIQUE INDEX "incident_organization_id_open_key_key" ON "incident"("organization_id", "open_key");

-- CreateIndex
CREATE INDEX "delivery_state_next_attempt_at_idx" ON "delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "delivery_organization_id_incident_id_idx" ON "delivery"("organization_id", "incident_id");

-- CreateIndex
CREATE INDEX "delivery_organization_id_channel_id_created_at_idx" ON "delivery"("organization_id", "channel_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "delivery_organization_id_dedupe_key_key" ON "delivery"("organization_id", "dedupe_key");
