import { rankedRatings, type RankedRating } from "../../core/quality/rating.ts";
import type { Db } from "./open-database.ts";

export interface WatchedNumberRow {
  readonly id: string;
  readonly wabaId: string;
  readonly connectionId: string;
  readonly verifiedName: string | null;
  readonly displayPhoneNumber: string | null;
  /** The first sighting, or the first rating brought in from elsewhere if that is older. */
  readonly firstSeenAt: Date;
  /** The first sighting by a poll. */
  readonly observedFrom: Date;
  readonly observedAt: Date;
  readonly missingSince: Date | null;
}

/** Every phone number ever seen, with the beginning of what is known about it. */
export async function listWatchedNumbers(db: Db, organizationId: string): Promise<WatchedNumberRow[]> {
  return db.$queryRaw<WatchedNumberRow[]>`
    select n.id, n.waba_id as "wabaId", n.connection_id as "connectionId", n.verified_name as "verifiedName",
      n.display_phone_number as "displayPhoneNumber", n.observed_at as "observedAt",
      n.missing_since as "missingSince", least(n.first_seen_at, c.first_at) as "firstSeenAt",
      n.first_seen_at as "observedFrom"
    from phone_number n
    left join lateral (
      select min(occurred_at) as first_at from phone_number_change
      where organization_id = n.organization_id and phone_number_id = n.id and field = 'quality_rating'
    ) c on true
    where n.organization_id = ${organizationId}
    order by n.id`;
}

export interface ConnectionScopeRow {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly pollIntervalSeconds: number;
}

/** All connections, removed ones included: their numbers keep their history. */
export async function listConnectionScopes(db: Db, organizationId: string): Promise<ConnectionScopeRow[]> {
  return db.connection.findMany({
    where: { organizationId },
    select: { id: true, kind: true, state: true, pollIntervalSeconds: true },
  });
}

/** The last rating with a rank of each of these numbers before `before`; numbers without one are left out. */
export async function listLastRankedRatings(
  db: Db,
  organizationId: string,
  phoneNumberIds: readonly string[],
  before: Date,
): Promise<Map<string, RankedRating>> {
  const rows = await db.$queryRaw<{ id: string; rating: RankedRating }[]>`
    select n.id, c.rating from (select unnest(${[...phoneNumberIds]}::text[]) as id) n
    cross join lateral (
      select to_value as rating from phone_number_change
      where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
        and occurred_at < ${before} and to_value = any(${[...rankedRatings]}::text[])
      order by occurred_at desc, id desc limit 1
    ) c`;
  return new Map(rows.map((row) => [row.id, row.rating]));
}

export interface IncidentFactRow {
  readonly phoneNumberId: string | null;
  readonly connectionId: string | null;
  readonly openedAt: Date;
  readonly acknowledgedAt: Date | null;
  readonly resolvedAt: Date | null;
}

/**
 * Incidents that were unresolved at some time of [from, to). The acknowledgement is the first of the timeline: the row
 * forgets it when the problem gets worse.
 */
export async function listIncidentFacts(
  db: Db,
  organizationId: string,
  range: { readonly from: Date; readonly to: Date },
): Promise<IncidentFactRow[]> {
  return db.$queryRaw<IncidentFactRow[]>`
    select i.phone_number_id as "phoneNumberId", i.subject ->> 'connectionId' as "connectionId",
      i.opened_at as "openedAt", i.resolved_at as "resolvedAt", coalesce(e.first_at, i.acknowledged_at) as "acknowledgedAt"
    from incident i
    left join lateral (
      select min(occurred_at) as first_at from incident_event
      where organization_id = i.organization_id and incident_id = i.id and kind = 'acknowledged'
    ) e on true
    where i.organization_id = ${organizationId} and i.opened_at < ${range.to}
      and (i.resolved_at is null or i.resolved_at >= ${range.from})
    order by i.opened_at, i.id`;
}
