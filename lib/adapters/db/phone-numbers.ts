import type { TrackedValues } from "../../core/collection/diff-sighting.ts";
import type { PhoneNumberSighting } from "../../core/collection/graph-api-port.ts";
import type { RankedRating } from "../../core/quality/rating.ts";
import type { Db } from "./open-database.ts";

export interface StoredNumber {
  readonly id: string;
  readonly values: TrackedValues;
  readonly rankedRating: RankedRating | null;
  readonly ratingSince: Date | null;
  readonly observedAt: Date;
}

/** The present rows of these numbers, locked for the transaction so that two rounds cannot both see the old value. */
export async function lockNumbers(
  db: Db,
  organizationId: string,
  ids: readonly string[],
): Promise<StoredNumber[]> {
  const rows = await db.$queryRaw<RawNumber[]>`
    select id, quality_rating, portfolio_limit, legacy_limit, status, name_status, throughput, verified_name,
      display_phone_number, account_mode, can_send_message, ranked_rating, rating_since, observed_at
    from phone_number where organization_id = ${organizationId} and id = any(${[...ids]}::text[])
    order by id for update`;
  return rows.map(({ id, ranked_rating, rating_since, observed_at, ...values }) => ({
    id,
    values,
    rankedRating: ranked_rating,
    ratingSince: rating_since,
    observedAt: observed_at,
  }));
}

export interface NumberState {
  readonly sighting: PhoneNumberSighting;
  readonly rankedRating: RankedRating | null;
  readonly ratingSince: Date | null;
}

/** Writes the newest state of all numbers of one answer in one statement. */
export async function upsertNumbers(
  db: Db,
  place: { organizationId: string; connectionId: string; wabaId: string; observedAt: Date },
  states: readonly NumberState[],
): Promise<void> {
  if (states.length === 0) return;
  const rows = states.map(({ sighting, rankedRating, ratingSince }) => ({
    id: sighting.id,
    display_phone_number: sighting.displayPhoneNumber,
    verified_name: sighting.verifiedName,
    quality_rating: sighting.qualityRating,
    ranked_rating: rankedRating,
    quality_score_at: sighting.qualityScoreAt?.toISOString() ?? null,
    quality_reasons: sighting.qualityReasons,
    portfolio_limit: sighting.portfolioLimit,
    legacy_limit: sighting.legacyLimit,
    status: sighting.status,
    name_status: sighting.nameStatus,
    throughput: sighting.throughput,
    code_verification_status: sighting.codeVerificationStatus,
    account_mode: sighting.accountMode,
    platform_type: sighting.platformType,
    can_send_message: sighting.canSendMessage,
    health_status: sighting.healthStatus,
    rating_since: ratingSince?.toISOString() ?? null,
  }));
  await db.$executeRaw`
    insert into phone_number (organization_id, connection_id, waba_id, first_seen_at, observed_at, id,
      display_phone_number, verified_name, quality_rating, ranked_rating, quality_score_at, quality_reasons,
      portfolio_limit, legacy_limit, status, name_status, throughput, code_verification_status, account_mode,
      platform_type, can_send_message, health_status, rating_since)
    select ${place.organizationId}, ${place.connectionId}, ${place.wabaId}, ${place.observedAt}, ${place.observedAt},
      r.id, r.display_phone_number, r.verified_name, r.quality_rating, r.ranked_rating, r.quality_score_at,
      coalesce(array(select jsonb_array_elements_text(r.quality_reasons)), '{}'), r.portfolio_limit, r.legacy_limit,
      r.status, r.name_status, r.throughput, r.code_verification_status, r.account_mode, r.platform_type,
      r.can_send_message, r.health_status, r.rating_since
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, display_phone_number text, verified_name text,
      quality_rating text, ranked_rating text, quality_score_at timestamptz, quality_reasons jsonb,
      portfolio_limit text, legacy_limit text, status text, name_status text, throughput text,
      code_verification_status text, account_mode text, platform_type text, can_send_message text,
      health_status jsonb, rating_since timestamptz)
    on conflict (organization_id, id) do update set
      connection_id = excluded.connection_id, waba_id = excluded.waba_id, observed_at = excluded.observed_at,
      display_phone_number = excluded.display_phone_number, verified_name = excluded.verified_name,
      quality_rating = excluded.quality_rating, ranked_rating = excluded.ranked_rating,
      quality_score_at = excluded.quality_score_at, quality_reasons = excluded.quality_reasons,
      portfolio_limit = excluded.portfolio_limit, legacy_limit = excluded.legacy_limit, status = excluded.status,
      name_status = excluded.name_status, throughput = excluded.throughput,
      code_verification_status = excluded.code_verification_status, account_mode = excluded.account_mode,
      platform_type = excluded.platform_type, can_send_message = excluded.can_send_message,
      health_status = excluded.health_status, rating_since = excluded.rating_since, missing_since = null`;
}

/** Marks the numbers of a WABA that a complete list no longer holds. */
export async function markMissing(
  db: Db,
  place: { organizationId: string; wabaId: string; at: Date },
  seenIds: readonly string[],
): Promise<void> {
  await db.$executeRaw`
    update phone_number set missing_since = ${place.at}
    where organization_id = ${place.organizationId} and waba_id = ${place.wabaId} and missing_since is null
      and not (id = any(${[...seenIds]}::text[]))`;
}

export interface NewChange {
  readonly phoneNumberId: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly notBefore: Date | null;
}

/** Appends changes of one answer in one statement. */
export async function appendChanges(
  db: Db,
  place: {
    organizationId: string;
    occurredAt: Date;
    source: "poll" | "webhook" | "import";
    pollRunId: string | null;
  },
  changes: readonly (NewChange & { id: string })[],
): Promise<void> {
  if (changes.length === 0) return;
  const { organizationId, occurredAt, source, pollRunId } = place;
  const rows = changes.map(({ id, phoneNumberId, field, from, to, notBefore }) => ({
    id,
    phone_number_id: phoneNumberId,
    field,
    from_value: from,
    to_value: to,
    not_before: notBefore?.toISOString() ?? null,
  }));
  await db.$executeRaw`
    insert into phone_number_change (organization_id, phone_number_id, id, field, from_value, to_value, not_before,
      occurred_at, recorded_at, source, poll_run_id)
    select ${organizationId}, r.phone_number_id, r.id, r.field, r.from_value, r.to_value, r.not_before,
      ${occurredAt}, ${occurredAt}, ${source}, ${pollRunId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(phone_number_id text, id text, field text,
      from_value text, to_value text, not_before timestamptz)`;
}

type RawNumber = TrackedValues & {
  id: string;
  ranked_rating: RankedRating | null;
  rating_since: Date | null;
  observed_at: Date;
};

/** The names that Meta shows for an organization's numbers, those of most numbers first. */
export async function listVerifiedNames(db: Db, organizationId: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    select verified_name as name from phone_number
    where organization_id = ${organizationId} and verified_name <> ''
    group by 1 order by count(*) desc, 1 limit ${most}`;
  return rows.map(({ name }) => name);
}
