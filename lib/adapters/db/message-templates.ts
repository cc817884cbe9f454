import type { AssetValues } from "../../core/collection/diff-asset.ts";
import type { TemplateSighting } from "../../core/collection/graph-api-port.ts";
import type { RankedRating } from "../../core/quality/rating.ts";
import type { Db } from "./open-database.ts";

export interface StoredTemplate {
  readonly id: string;
  readonly values: AssetValues;
  readonly rankedScore: RankedRating | null;
  readonly observedAt: Date;
}

/** The present rows of these templates, locked for the transaction. */
export async function lockTemplates(
  db: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<StoredTemplate[]> {
  const rows = await db.$queryRaw<RawTemplate[]>`
    select id, status, quality_score, category, correct_category, rejected_reason, ranked_score, observed_at
    from message_template where organization_id = ${organizationId} and id = any(${[...ids]}::text[])
    order by id for update`;
  return rows.map(({ id, ranked_score, observed_at, ...values }) => ({
    id,
    values,
    rankedScore: ranked_score,
    observedAt: observed_at,
  }));
}

export interface TemplateState {
  readonly sighting: TemplateSighting;
  readonly rankedScore: RankedRating | null;
}

/** Writes the newest state of all templates of one answer in one statement; what only webhooks tell stays. */
export async function upsertTemplates(
  db: Db,
  place: { organizationId: string; wabaId: string; observedAt: Date },
  states: readonly TemplateState[],
): Promise<void> {
  if (states.length === 0) return;
  const rows = states.map(({ sighting, rankedScore }) => ({
    id: sighting.id,
    name: sighting.name,
    language: sighting.language,
    category: sighting.category,
    previous_category: sighting.previousCategory,
    correct_category: sighting.correctCategory,
    status: sighting.status,
    rejected_reason: sighting.rejectedReason,
    quality_score: sighting.qualityScore,
    ranked_score: rankedScore,
    quality_score_at: sighting.qualityScoreAt?.toISOString() ?? null,
    quick_replies: sighting.quickReplies,
    last_updated_at: sighting.lastUpdatedAt?.toISOString() ?? null,
  }));
  await db.$executeRaw`
    insert into message_template (organization_id, waba_id, first_seen_at, observed_at, id, name, language, category,
      previous_category, correct_category, status, rejected_reason, quality_score, ranked_score, quality_score_at,
      quick_replies, last_updated_at)
    select ${place.organizationId}, ${place.wabaId}, ${place.observedAt}, ${place.observedAt}, r.id, r.name, r.language,
      r.category, r.previous_category, r.correct_category, r.status, r.rejected_reason, r.quality_score, r.ranked_score,
      r.quality_score_at, coalesce(array(select jsonb_array_elements_text(r.quick_replies)), '{}'), r.last_updated_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, name text, language text, category text,
      previous_category text, correct_category text, status text, rejected_reason text, quality_score text,
      ranked_score text, quality_score_at timestamptz, quick_replies jsonb, last_updated_at timestamptz)
    order by r.id
    on conflict (organization_id, id) do update set waba_id = excluded.waba_id, observed_at = excluded.observed_at,
      name = excluded.name, language = excluded.language, category = excluded.category,
      previous_category = excluded.previous_category, correct_category = excluded.correct_category,
      status = excluded.status, rejected_reason = excluded.rejected_reason, quality_score = excluded.quality_score,
      ranked_score = excluded.ranked_score, quality_score_at = excluded.quality_score_at,
      quick_replies = excluded.quick_replies, last_updated_at = excluded.last_updated_at, missing_since = null`;
}

/** Marks the templates of a WABA that a complete list no longer holds. */
export async function markTemplatesMissing(
  db: Db,
  place: { organizationId: string; wabaId: string; at: Date },
  seenIds: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    update message_template set missing_since = ${place.at}
    where organization_id = ${place.organizationId} and waba_id = ${place.wabaId} and missing_since is null
      and not (id = any(${[...seenIds]}::text[]))`;
}

type RawTemplate = AssetValues & {
  id: string;
  ranked_score: RankedRating | null;
  observed_at: Date;
};
