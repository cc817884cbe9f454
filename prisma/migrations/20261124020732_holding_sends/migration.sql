-- CreateTable
CREATE TABLE "hold_setting" (
    "organization_id" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "receiver_cipher" BYTEA,
    "target" TEXT,
    "dry_run_accepted_at" TIMESTAMPTZ(3),
    "proposes" BOOLEAN NOT NULL,
    "approvals" INTEGER NOT NULL,
    "cool_down_hours" INTEGER NOT NULL,
    "ramp_steps" DOUBLE PRECISION[],
    "ramp_step_hours" INTEGER NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "hold_setting_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "hold_request" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "activation_method_id" TEXT NOT NULL,
    "source_ids" TEXT[],
    "open_key" TEXT,
    "state" TEXT NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "proposal_key" TEXT,
    "reason" TEXT NOT NULL,
    "evidence" JSONB,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "approvals_needed" INTEGER NOT NULL,
    "approvals" JSONB NOT NULL,
    "release_approvals" JSONB NOT NULL,
    "cool_down_hours" INTEGER NOT NULL,
    "ramp_steps" DOUBLE PRECISION[],
    "ramp_step_hours" INTEGER NOT NULL,
    "held_at" TIMESTAMPTZ(3),
    "share" DOUBLE PRECISION,
    "step" INTEGER,
    "next_step_at" TIMESTAMPTZ(3),
    "is_kept" BOOLEAN NOT NULL,
    "stay_reason" TEXT,
    "order_kind" TEXT,
    "order_share" DOUBLE PRECISION,
    "ended_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hold_request_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "hold_event" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "actor_name" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "hold_event_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "hold_order" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "share" DOUBLE PRECISION NOT NULL,
    "dry_run" BOOLEAN NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "lease_token" TEXT,
    "locked_until" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "hold_order_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "hold_order_attempt" (
    "organization_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" TEXT NOT NULL,

    CONSTRAINT "hold_order_attempt_pkey" PRIMARY KEY ("organization_id","order_id","number")
);

-- CreateIndex
CREATE INDEX "hold_request_organization_id_activation_method_id_idx" ON "hold_request"("organization_id", "activation_method_id");

-- CreateIndex
CREATE INDEX "hold_request_state_next_step_at_idx" ON "hold_request"("state", "next_step_at");

-- CreateIndex
CREATE UNIQUE INDEX "hold_request_organization_id_open_key_key" ON "hold_request"("organization_id", "open_key");

-- CreateIndex
CREATE UNIQUE INDEX "hold_request_organization_id_proposal_key_key" ON "hold_request"("organization_id", "proposal_key");

-- CreateIndex
CREATE INDEX "hold_event_organization_id_request_id_idx" ON "hold_event"("organization_id", "request_id");

-- CreateIndex
CREATE INDEX "hold_order_state_next_attempt_at_idx" ON "hold_order"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "hold_order_organization_id_request_id_idx" ON "hold_order"("organization_id", "request_id");
