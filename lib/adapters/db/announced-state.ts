import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export async function findAnnouncedNumbers(
  db: Db,
  organizationId: string,
  wabaIds: readonly string[],
): Promise<{ id: string; wabaId: string; digits: string | null }[]> {
  if (wabaIds.length === 0) return [];
  return db.$queryRaw`
    select id, waba_id as "wabaId", regexp_replace(display_phone_number, '\\D', '', 'g') as digits
    from phone_number where organization_id = ${organizationId} and waba_id = any(${[...wabaIds]}::text[])
    order by missing_since nulls first, id`;
}

/** Templates that are named by id, or by name and language within their WABA. */
export async function findAnnouncedTemplates(
  db: Db,
  organizationId: string,
  named: readonly { wabaId: string; id: string | null; name: string | null; language: string | null }[],
): Promise<{ id: string; wabaId: string; name: string; language: string }[]> {
  if (named.length === 0) return [];
  return db.$queryRaw`
    with named as (
      select * from jsonb_to_recordset(${JSON.stringify(named)}::jsonb)
        as r("wabaId" text, id text, name text, language text)
    )
    select t.id, t.waba_id as "wabaId", t.name, replace(t.language, '-', '_') as language
    from message_template t
    where t.organization_id = ${organizationId} and (
      t.id in (select id from named)
      or (t.waba_id, t.name) in (select "wabaId", name from named))
    order by t.id`;
}

/**
 * The newest row of each field where a webhook told it, joined to the state it may change: `t` with a column `seen_at`,
 * when a poll last read it. What a poll has read since wins.
 */
const toldAssets = (
  organizationId: string,
  kind: "portfolio" | "waba" | "template",
  ids: readonly string[],
) => Prisma.sql`
  select distinct on (c.subject_id, c.field) c.subject_id, c.field, c.from_value, c.to_value, c.occurred_at, c.source
  from asset_change c
  where c.organization_id = ${organizationId} and c.subject_kind = ${kind} and c.subject_id = any(${[...ids]}::text[])
    and c.field in ('status', 'quality_score', 'category', 'correct_category', 'rejected_reason', 'pause_title',
      'account_review_status', 'messaging_limit')
    and c.source <> 'import'
  order by c.subject_id, c.field, c.occurred_at desc, c.id desc`;

/** Brings templates to what webhooks told last, unless the list was read after it. */
export async function updateTemplates(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.$queryRaw`
    select 1 from message_template where organization_id = ${organizationId} and id = any(${[...ids]}::text[])
    order by id for update`;
  await db.$executeRaw`
    with newest as (${toldAssets(organizationId, "template", ids)}), told as (
      select n.* from newest n
      join message_template t on t.organization_id = ${organizationId} and t.id = n.subject_id
      where n.source = 'webhook' and n.occurred_at > t.observed_at
    ), state as (
      select subject_id as id, jsonb_object_agg(field, to_value) as held,
        max(from_value) filter (where field = 'category' and from_value <> to_value) as category_before,
        max(occurred_at) filter (where field = 'quality_score') as scored_at
      from told group by subject_id
    )
    update message_template t set
      status = case when s.held ? 'status' then s.held ->> 'status' else t.status end,
      pause_title = case when s.held ? 'pause_title' then s.held ->> 'pause_title' else t.pause_title end,
      rejected_reason = case when s.held ? 'rejected_reason' then s.held ->> 'rejected_reason' else t.rejected_reason end,
      category = case when s.held ? 'category' then s.held ->> 'category' else t.category end,
      previous_category = coalesce(s.category_before, t.previous_category),
      correct_category = case when s.held ? 'correct_category' then s.held ->> 'correct_category'
        else t.correct_category end,
      quality_score = case when s.held ? 'quality_score' then s.held ->> 'quality_score' else t.quality_score end,
      quality_score_at = coalesce(s.scored_at, t.quality_score_at),
      ranked_score = case when s.held ->> 'quality_score' in ('GREEN', 'YELLOW', 'RED')
        then s.held ->> 'quality_score' else t.ranked_score end
    from state s where t.organization_id = ${organizationId} and t.id = s.id`;
}

/** The same for numbers. The limit of a single number is set only where Meta still tells it by poll. */
export async function updateNumbers(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.$queryRaw`
    select 1 from phone_number where organization_id = ${organizationId} and id = any(${[...ids]}::text[])
    order by id for update`;
  await db.$executeRaw`
    with newest as (
      select distinct on (c.phone_number_id, c.field) c.phone_number_id, c.field, c.to_value, c.occurred_at, c.source
      from phone_number_change c
      where c.organization_id = ${organizationId} and c.phone_number_id = any(${[...ids]}::text[])
        and c.field in ('name_status', 'legacy_limit') and c.source <> 'import'
      order by c.phone_number_id, c.field, c.occurred_at desc, c.id desc
    ), state as (
      select t.id, jsonb_object_agg(n.field, n.to_value) as held
      from newest n join phone_number t on t.organization_id = ${organizationId} and t.id = n.phone_number_id
      where n.source = 'webhook' and n.occurred_at > t.observed_at
      group by t.id
    )
    update phone_number t set
      name_status = case when s.held ? 'name_status' then s.held ->> 'name_status' else t.name_status end,
      legacy_limit = case when s.held ? 'legacy_limit' and t.legacy_limit is not null
        then s.held ->> 'legacy_limit' else t.legacy_limit end
    from state s where t.organization_id = ${organizationId} and t.id = s.id`;
}

/** The same for WABAs, whose own node is read on its own. */
export async function updateWabas(db: Db, organizationId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    with newest as (${toldAssets(organizationId, "waba", ids)})
    update waba t set account_review_status = n.to_value from newest n
    where t.organization_id = ${organizationId} and t.id = n.subject_id and n.field = 'account_review_status'
      and n.source = 'webhook' and (t.details_at is null or n.occurred_at > t.details_at)`;
}

/** The same for portfolios. Their limit is read on their own node and on those of their WABAs. */
export async function updatePortfolios(
  db: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await db.$executeRaw`
    with newest as (${toldAssets(organizationId, "portfolio", ids)})
    update portfolio t set messaging_limit = n.to_value from newest n
    where t.organization_id = ${organizationId} and t.id = n.subject_id and n.field = 'messaging_limit'
      and n.source = 'webhook' and n.occurred_at > t.observed_at
      and not exists (select 1 from waba w where w.organization_id = ${organizationId} and w.portfolio_id = t.id
        and w.details_at >= n.occurred_at)`;
}
