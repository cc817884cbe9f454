-- CreateTable
CREATE TABLE "watched_page" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "activation_method_id" TEXT,
    "source_id" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,
    "every_hours" INTEGER NOT NULL,
    "next_look_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "detail" TEXT,
    "looked_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "text_hash" TEXT,
    "changed_at" TIMESTAMPTZ(3),

    CONSTRAINT "watched_page_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "page_version" (
    "organization_id" TEXT NOT NULL,
    "page_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "unchanged_until" TIMESTAMPTZ(3),
    "text_hash" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "added_words" INTEGER NOT NULL,
    "removed_words" INTEGER NOT NULL,
    "evidence_id" TEXT NOT NULL,

    CONSTRAINT "page_version_pkey" PRIMARY KEY ("organization_id","page_id","version")
);

-- CreateIndex
CREATE INDEX "watched_page_organization_id_activation_method_id_idx" ON "watched_page"("organization_id", "activation_method_id");

-- CreateIndex
CREATE INDEX "watched_page_organization_id_source_id_idx" ON "watched_page"("organization_id", "source_id");

-- CreateIndex
CREATE INDEX "watched_page_next_look_at_idx" ON "watched_page"("next_look_at");

-- CreateIndex
CREATE INDEX "page_version_organization_id_seen_at_idx" ON "page_version"("organization_id", "seen_at");
