import type { Db } from "./open-database.ts";

export interface CollectorWabaRow {
  readonly id: string;
  readonly name: string | null;
  readonly connectionId: string;
  readonly state: string;
  readonly lostSince: Date | null;
  readonly lostReason: unknown;
  readonly lastPolledAt: Date | null;
  readonly subscribed: boolean | null;
  readonly subscribedCheckedAt: Date | null;
  readonly lastWebhookAt: Date | null;
  readonly unannouncedChanges: number;
  readonly restrictions: unknown;
  readonly droppedFields: string[];
}

/** What the collector knows of every WABA of a connection that is in use. */
export async function listCollectorWabas(db: Db, organizationId: string): Promise<CollectorWabaRow[]> {
  return db.$queryRaw<CollectorWabaRow[]>`
    select w.id, w.name, w.connection_id as "connectionId", w.state, w.lost_since as "lostSince",
      w.lost_reason as "lostReason", w.last_polled_at as "lastPolledAt", w.subscribed,
      w.subscribed_checked_at as "subscribedCheckedAt", w.last_webhook_at as "lastWebhookAt",
      w.unannounced_changes as "unannouncedChanges", w.restrictions, coalesce(w.dropped_fields, '{}') as "droppedFields"
    from waba w join connection c on c.organization_id = w.organization_id and c.id = w.connection_id
    where w.organization_id = ${organizationId} and c.state <> 'removed'
    order by w.id`;
}

export interface NumberReadings {
  readonly connectionId: string;
  readonly wabaId: string;
  /** When these numbers were last seen: the same for all that one answer held. */
  readonly observedAt: Date;
  readonly isMissing: boolean;
  readonly count: number;
}

/** All numbers, taken together where one answer showed them: about one row a WABA. */
export async function countNumberReadings(db: Db, organizationId: string): Promise<NumberReadings[]> {
  return db.$queryRaw<NumberReadings[]>`
    select connection_id as "connectionId", waba_id as "wabaId", observed_at as "observedAt",
      missing_since is not null as "isMissing", count(*)::int as count
    from phone_number where organization_id = ${organizationId}
    group by connection_id, waba_id, observed_at, missing_since is not null`;
}

export interface CollectorNumberRow {
  readonly id: string;
  readonly displayPhoneNumber: string | null;
  readonly verifiedName: string | null;
  readonly connectionId: string;
  readonly wabaId: string;
  readonly wabaName: string | null;
  readonly pollIntervalSeconds: number;
  readonly observedAt: Date;
  readonly missingSince: Date | null;
  readonly lastChangeAt: Date | null;
}

export interface NumberPlace {
  readonly connectionId: string | null;
  readonly wabaId: string | null;
  /** Begin behind this row. */
  readonly after: { readonly observedAt: Date; readonly id: string } | null;
  readonly limit: number;
}

/**
 * Numbers, longest unread first. A number that is read while somebody pages moves towards the end: it may be seen
 * twice and is never skipped.
 */
export async function listLeastFreshNumbers(
  db: Db,
  organizationId: string,
  { connectionId, wabaId, after, limit }: NumberPlace,
): Promise<CollectorNumberRow[]> {
  return db.$queryRaw<CollectorNumberRow[]>`
    select n.*, w.name as "wabaName", (
      select max(h.occurred_at) from phone_number_change h
      where h.organization_id = ${organizationId} and h.phone_number_id = n.id
    ) as "lastChangeAt"
    from (
      select p.id, p.display_phone_number as "displayPhoneNumber", p.verified_name as "verifiedName",
        p.connection_id as "connectionId", p.waba_id as "wabaId", p.observed_at as "observedAt",
        p.missing_since as "missingSince", c.poll_interval_seconds as "pollIntervalSeconds"
      from phone_number p join connection c on c.organization_id = p.organization_id and c.id = p.connection_id
      where p.organization_id = ${organizationId} and c.state <> 'removed'
        and (${connectionId}::text is null or p.connection_id = ${connectionId})
        and (${wabaId}::text is null or p.waba_id = ${wabaId})
        and (${after?.observedAt ?? null}::timestamptz is null
          or (p.observed_at, p.id) > (${after?.observedAt ?? null}::timestamptz, ${after?.id ?? null}::text))
      order by p.observed_at, p.id limit ${limit}
    ) n
    left join waba w on w.organization_id = ${organizationId} and w.id = n."wabaId"
    order by n."observedAt", n.id`;
}
