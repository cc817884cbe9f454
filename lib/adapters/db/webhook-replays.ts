import { lockFactsAlone, lockFactsShared } from "./facts-lock.ts";
import type { Db } from "./open-database.ts";

/** A replay under which facts are derived at the moment. */
export interface RunningReplay {
  readonly id: string;
  readonly windowStart: Date;
}

/**
 * Says that this transaction derives facts, and under which replay if one runs. A replay cannot begin before the
 * transaction ends, so that every fact is either older than it or marked by it.
 */
export async function enterDerivation(db: Db, organizationId: string): Promise<RunningReplay | null> {
  await lockFactsShared(db, organizationId);
  const row = await db.webhookReplay.findFirst({
    where: { organizationId, openKey: "running" },
    select: { id: true, windowStart: true },
  });
  return row;
}

export interface StoredReplay {
  readonly organizationId: string;
  readonly id: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly state: "running" | "done" | "failed";
  readonly windowStart: Date;
  readonly windowEnd: Date;
  readonly cursorAt: Date | null;
  readonly cursorId: string | null;
  readonly totalCount: number;
  readonly deliveryCount: number;
  readonly eventCount: number;
  readonly removedCount: number;
  readonly fingerprintBefore: string | null;
  readonly fingerprintAfter: string | null;
  readonly finishedAt: Date | null;
  readonly error: unknown;
}

/**
 * Begins a replay over all bodies that are kept. The organization may have one at a time; null when one runs already.
 * Call inside a transaction.
 *
 * @param replay.dropBefore bodies older than this may be dropped while the replay runs, so their facts are left alone.
 */
export async function beginReplay(
  db: Db,
  replay: { organizationId: string; id: string; requestedBy: string; at: Date; dropBefore: Date },
): Promise<StoredReplay | null> {
  const { organizationId, id, requestedBy, at } = replay;
  await lockFactsAlone(db, organizationId);
  const inserted = await db.$executeRaw`
    insert into webhook_replay (organization_id, id, requested_by, requested_at, state, window_start, window_end,
      total_count, open_key)
    select ${organizationId}, ${id}, ${requestedBy}, ${at}, 'running',
      greatest(min(recorded_at), ${replay.dropBefore}), greatest(max(recorded_at), ${at}),
      count(*), 'running'
    from webhook_delivery where organization_id = ${organizationId}
    on conflict (organization_id, open_key) do nothing`;
  return inserted === 0 ? null : findReplay(db, organizationId, id);
}

export async function findReplay(db: Db, organizationId: string, id: string): Promise<StoredReplay | null> {
  const row = await db.webhookReplay.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null ? null : { ...row, state: row.state as StoredReplay["state"] };
}

/** The newest first. */
export async function listReplays(db: Db, organizationId: string, take: number): Promise<StoredReplay[]> {
  const rows = await db.webhookReplay.findMany({
    where: { organizationId },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take,
  });
  return rows.map((row) => ({ ...row, state: row.state as StoredReplay["state"] }));
}

const leaseSeconds = 60;

/** Takes a running replay that nobody works on; a process that dies leaves it to be taken up at its cursor. */
export async function leaseReplay(db: Db, leaseToken: string): Promise<StoredReplay | null> {
  const [row] = await db.$queryRaw<{ organization_id: string; id: string }[]>`
    with one as (
      select organization_id, id from webhook_replay
      where open_key = 'running' and (lease_until is null or lease_until < now())
      order by requested_at limit 1 for update skip locked
    )
    update webhook_replay r set lease_token = ${leaseToken},
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    from one where r.organization_id = one.organization_id and r.id = one.id
    returning r.organization_id, r.id`;
  return row === undefined ? null : findReplay(db, row.organization_id, row.id);
}

/** A replay that this process works on. */
export interface LeasedReplay {
  readonly organizationId: string;
  readonly id: string;
  readonly leaseToken: string;
}

/** Books a batch and keeps the lease. False: another process has taken the replay over, and nothing may be written. */
export async function advanceReplay(
  db: Db,
  replay: LeasedReplay,
  step: { cursorAt: Date; cursorId: string; deliveries: number; events: number },
): Promise<boolean> {
  const count = await db.$executeRaw`
    update webhook_replay set cursor_at = ${step.cursorAt}, cursor_id = ${step.cursorId},
      delivery_count = delivery_count + ${step.deliveries}, event_count = event_count + ${step.events},
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    where organization_id = ${replay.organizationId} and id = ${replay.id} and lease_token = ${replay.leaseToken}
      and open_key = 'running'`;
  return count === 1;
}

/** Keeps the lease through work that books nothing. False: another process has taken the replay over. */
export async function renewReplayLease(db: Db, replay: LeasedReplay): Promise<boolean> {
  const count = await db.$executeRaw`
    update webhook_replay set lease_until = now() + make_interval(secs => ${leaseSeconds})
    where organization_id = ${replay.organizationId} and id = ${replay.id} and lease_token = ${replay.leaseToken}
      and open_key = 'running'`;
  return count === 1;
}

/** Stores the fingerprint from before, once. */
export async function bookReplayStart(db: Db, replay: LeasedReplay, fingerprint: string): Promise<void> {
  await db.$executeRaw`
    update webhook_replay set fingerprint_before = coalesce(fingerprint_before, ${fingerprint})
    where organization_id = ${replay.organizationId} and id = ${replay.id} and lease_token = ${replay.leaseToken}`;
}

/** A stretch of time, both ends included. */
export interface Slice {
  readonly from: Date;
  readonly to: Date;
}

const dayMs = 86_400_000;

/** A window day by day: one statement over all of it would outlast its deadline and the lease. */
export function slicesOf(window: { windowStart: Date; windowEnd: Date }): Slice[] {
  const slices: Slice[] = [];
  for (let from = window.windowStart.getTime(); from <= window.windowEnd.getTime(); from += dayMs) {
    // Instants have milliseconds: the next slice begins one after the end of this.
    const to = Math.min(from + dayMs - 1, window.windowEnd.getTime());
    slices.push({ from: new Date(from), to: new Date(to) });
  }
  return slices;
}

/** Removes the messages of a stretch that no kept body speaks of any more: an earlier parser had invented them. */
export async function dropUnsupportedExposures(db: Db, replay: LeasedReplay, slice: Slice): Promise<void> {
  await db.$executeRaw`
    with dropped as (
      delete from exposure where organization_id = ${replay.organizationId} and origin = 'webhook' and not erased
        and recorded_at between ${slice.from} and ${slice.to} and replay_id is distinct from ${replay.id}
      returning 1
    )
    update webhook_replay set removed_count = removed_count + (select count(*) from dropped)
    where organization_id = ${replay.organizationId} and id = ${replay.id}`;
}

/** Ends a replay. */
export async function finishReplay(
  db: Db,
  replay: LeasedReplay,
  end: { at: Date; fingerprint: string },
): Promise<void> {
  await db.$executeRaw`
    update webhook_replay set state = 'done', open_key = null, finished_at = ${end.at},
      fingerprint_after = ${end.fingerprint}
    where organization_id = ${replay.organizationId} and id = ${replay.id} and lease_token = ${replay.leaseToken}
      and open_key = 'running'`;
}

/** Ends a replay that cannot go on; what it has derived stays, and is right. */
export async function failReplay(db: Db, replay: LeasedReplay, at: Date, error: object): Promise<void> {
  await db.$executeRaw`
    update webhook_replay set state = 'failed', open_key = null, finished_at = ${at},
      error = ${JSON.stringify(error)}::jsonb
    where organization_id = ${replay.organizationId} and id = ${replay.id} and lease_token = ${replay.leaseToken}`;
}

/** How many facts there are, and the sum of their hashes: sums of stretches add up to that of the whole. */
export interface FactsSum {
  readonly count: bigint;
  readonly hashes: bigint;
}

/**
 * Sums up all facts that webhooks told within a stretch. Equal sums mean equal facts, whatever the order of rows; what
 * a replay notes for itself is left out.
 */
export async function sumFacts(db: Db, organizationId: string, { from, to }: Slice): Promise<FactsSum> {
  const [row] = await db.$queryRaw<{ count: string; hashes: string }[]>`
    with facts as (
      select hashtextextended(row(e.id, e.phone_number_id, e.contact, e.contact_key_version, e.occurred_at,
        e.recorded_at, e.sent_at, e.delivered_at, e.read_at, e.failed_at, e.error_code, e.callback_data,
        e.campaign_key, e.source_key, e.template_key, e.pricing_category, e.pricing_type, e.billable, e.origin)::text, 0) as h
      from exposure e where e.organization_id = ${organizationId} and e.recorded_at between ${from} and ${to}
      union all
      select hashtextextended(row(s.id, s.kind, s.basis, s.origin, s.phone_number_id, s.contact,
        s.contact_key_version, s.exposure_id, s.occurred_at, s.recorded_at, s.detail, s.delivery_id)::text, 1)
      from signal s
      where s.organization_id = ${organizationId} and s.recorded_at between ${from} and ${to}
      union all
      select hashtextextended(a::text, 2) from ad_referral a
      where a.organization_id = ${organizationId} and a.recorded_at between ${from} and ${to}
      union all
      select hashtextextended(l::text, 3) from contact_link l
      where l.organization_id = ${organizationId} and l.recorded_at between ${from} and ${to}
      union all
      select hashtextextended(w::text, 4) from webhook_event w
      where w.organization_id = ${organizationId} and w.recorded_at between ${from} and ${to}
    )
    select count(*)::text as count, coalesce(sum(h::numeric), 0)::text as hashes from facts`;
  return { count: BigInt(row?.count ?? 0), hashes: BigInt(row?.hashes ?? 0) };
}
