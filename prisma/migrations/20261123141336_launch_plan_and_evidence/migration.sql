-- AlterTable
ALTER TABLE "activation_method" ADD COLUMN     "planned_launch_at" TIMESTAMPTZ(3),
ADD COLUMN     "ramp" JSONB;

-- CreateTable
CREATE TABLE "method_review" (
    "organization_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "activation_method_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "person_name" TEXT NOT NULL,
    "question" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_by" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "words" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "method_review_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "evidence_entry" (
    "organization_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "activation_method_id" TEXT,
    "source_id" TEXT,
    "file_hash" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "content" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "entry_hash" TEXT NOT NULL,

    CONSTRAINT "evidence_entry_pkey" PRIMARY KEY ("organization_id","sequence")
);

-- CreateTable
CREATE TABLE "evidence_file" (
    "organization_id" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_count" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "evidence_file_pkey" PRIMARY KEY ("organization_id","sha256")
);

-- CreateIndex
CREATE INDEX "method_review_organization_id_activation_method_id_idx" ON "method_review"("organization_id", "activation_method_id");

-- CreateIndex
CREATE INDEX "evidence_entry_organization_id_activation_method_id_sequenc_idx" ON "evidence_entry"("organization_id", "activation_method_id", "sequence");

-- CreateIndex
CREATE INDEX "evidence_entry_organization_id_source_id_sequence_idx" ON "evidence_entry"("organization_id", "source_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_entry_organization_id_id_key" ON "evidence_entry"("organization_id", "id");

-- Evidence is appended and never altered (docs/evidence.md). Whoever can alter tables can take this off: the hashes then tell.
create function "evidence_is_append_only"() returns trigger language plpgsql as $$
begin
  raise exception 'evidence is append-only: % of % is refused', tg_op, tg_table_name using errcode = '23001';
end
$$;
create trigger "evidence_entry_append_only" before update or delete or truncate on "evidence_entry"
  for each statement execute function "evidence_is_append_only"();
create trigger "evidence_file_append_only" before update or delete or truncate on "evidence_file"
  for each statement execute function "evidence_is_append_only"();

-- What was noted before there was a chain is sealed here, oldest first. The same bytes as lib/core/evidence/canonical-json.ts
-- makes: keys in the order of their code points, no blanks, strings as JSON.stringify writes them.
create function "sealing_json"("value" jsonb) returns text language sql immutable as $$
  select case jsonb_typeof("value")
    when 'object' then '{' || coalesce((select string_agg(to_jsonb("k")::text || ':' || sealing_json("v"), ',' order by "k" collate "C")
      from jsonb_each("value") as "e" ("k", "v")), '') || '}'
    when 'array' then '[' || coalesce((select string_agg(sealing_json("v"), ',' order by "n")
      from jsonb_array_elements("value") with ordinality as "e" ("v", "n")), '') || ']'
    else "value"::text end
$$;

do $seal$
declare
  "row" record;
  "at_org" text := null;
  "at" int := 0;
  "before" text;
  "text" text;
  "hash" text;
  "own" text;
begin
  for "row" in
    select "w"."organization_id" as "org", "w"."id", 'wording' as "kind", "s"."activation_method_id" as "method",
      "w"."source_id" as "source", "w"."effective_at" as "occurred_at", "w"."created_at" as "recorded_at",
      coalesce((select "c"."actor_name" from "registry_change" as "c" where "c"."organization_id" = "w"."organization_id"
        and "c"."subject_kind" = 'opt-in-source' and "c"."subject_id" = "w"."source_id" and "c"."action" = 'wording'
        and ("c"."detail" ->> 'version')::int = "w"."version" limit 1), 'unknown') as "actor",
      jsonb_build_object('version', "w"."version", 'language', "w"."language", 'text', "w"."text", 'url', "w"."url") as "body"
    from "source_wording" as "w"
    join "opt_in_source" as "s" on "s"."organization_id" = "w"."organization_id" and "s"."id" = "w"."source_id"
    union all
    select "c"."organization_id", "c"."id", 'move', "c"."subject_id", null, "c"."occurred_at", "c"."recorded_at", "c"."actor_name",
      jsonb_build_object('action', "c"."action", 'detail', "c"."detail")
    from "registry_change" as "c"
    where "c"."subject_kind" = 'activation-method' and ("c"."action" in ('created', 'launched', 'held', 'resumed', 'retired')
      or "c"."action" = 'changed' and "c"."detail" ? 'launchedAt')
    order by 1, 7, 2
  loop
    if "at_org" is distinct from "row"."org" then
      "at_org" := "row"."org";
      "at" := 0;
      "before" := repeat('0', 64);
    end if;
    "at" := "at" + 1;
    "text" := sealing_json(jsonb_build_object('id', "row"."id", 'kind', "row"."kind", 'activationMethodId', "row"."method",
      'sourceId', "row"."source", 'fileHash', null, 'actorName', "row"."actor", 'body', "row"."body",
      'occurredAt', to_char("row"."occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'recordedAt', to_char("row"."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
    "hash" := encode(sha256(convert_to("text", 'UTF8')), 'hex');
    "own" := encode(sha256(convert_to(format('{"contentHash":"%s","previousHash":"%s","sequence":%s}', "hash", "before", "at"), 'UTF8')), 'hex');
    insert into "evidence_entry" ("organization_id", "sequence", "id", "kind", "activation_method_id", "source_id",
      "recorded_at", "content", "content_hash", "previous_hash", "entry_hash")
    values ("row"."org", "at", "row"."id", "row"."kind", "row"."method", "row"."source", "row"."recorded_at", "text", "hash", "before", "own");
    "before" := "own";
  end loop;
end
$seal$;

drop function "sealing_json"(jsonb);
