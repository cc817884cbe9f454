import {
  dependentKinds,
  readIntervalSeconds,
  scheduledReadKinds,
  type ScheduledReadKind,
} from "../../core/collection/plan-next-read.ts";
import type { Db } from "./open-database.ts";

/** One reading of one WABA, held by this process. */
export interface ClaimedRead {
  readonly organizationId: string;
  readonly wabaId: string;
  readonly kind: ScheduledReadKind;
  readonly connectionId: string;
  readonly leaseToken: string;
  /** Fields that Meta refused in earlier readings ("v25.0:field"). */
  readonly droppedFields: readonly string[];
  readonly lastSuccessAt: Date | null;
  readonly consecutiveFailures: number;
}

/** The first readings of few WABAs come within this many seconds; with more, at most one starts in `secondsApart`. */
const firstWithinSeconds = 60;
const secondsApart = 7;

/**
 * Gives every visible WABA of an active connection the rows it lacks, and moves those of a WABA that another
 * connection reads now. First due times are spread by a hash of the id; what depends on other readings comes in the
 * second half.
 */
export async function ensureReads(db: Db): Promise<void> {
  const seconds = scheduledReadKinds.map((kind) => readIntervalSeconds[kind]);
  const offsets = scheduledReadKinds.map((kind) => (dependentKinds.includes(kind) ? 0.5 : 0));
  await db.$executeRaw`
    with lacking as (
      select w.organization_id, w.id, w.connection_id,
        (select count(*) from waba s where s.organization_id = w.organization_id and s.connection_id = w.connection_id)
          as siblings
      from waba w
      join connection c on c.organization_id = w.organization_id and c.id = w.connection_id and c.state = 'active'
      where w.state = 'visible' and (
        select count(*) from scheduled_read r where r.organization_id = w.organization_id and r.subject_kind = 'waba'
          and r.subject_id = w.id and r.connection_id = w.connection_id) < ${scheduledReadKinds.length}
    )
    insert into scheduled_read (organization_id, subject_kind, subject_id, kind, connection_id, next_due_at,
      dropped_fields)
    select l.organization_id, 'waba', l.id, k.kind, l.connection_id,
      now() + make_interval(secs => least(k.seconds, greatest(${firstWithinSeconds}::int, ${secondsApart}::int * l.siblings))
        * (k.later + ('x' || substr(md5(l.organization_id || l.id || k.kind), 1, 8))::bit(32)::bigint / 8589934592.0)),
      '{}'
    from lacking l
    cross join unnest(${[...scheduledReadKinds]}::text[], ${seconds}::int[], ${offsets}::float8[]) as k(kind, seconds, later)
    order by 1, 3, 4
    on conflict (organization_id, subject_kind, subject_id, kind) do update set connection_id = excluded.connection_id`;
}

/** What may be read over one connection now. */
export interface ReadableConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly kinds: readonly ScheduledReadKind[];
}

const leaseSeconds = 60;

/**
 * Takes due readings for this process, by database time: of the connections and kinds that may be read now, of WABAs
 * that Meta shows. A connection gets its share only, so that one that hangs leaves room for the others.
 */
export async function claimDueReads(
  db: Db,
  input: {
    limit: number;
    perConnection: number;
    leaseToken: string;
    readable: readonly ReadableConnection[];
  },
): Promise<ClaimedRead[]> {
  const readable = input.readable.flatMap(({ organizationId, connectionId, kinds }) =>
    kinds.map((kind) => ({ organization_id: organizationId, connection_id: connectionId, kind })),
  );
  if (readable.length === 0) return [];
  const rows = await db.$queryRaw<RawRead[]>`
    with may as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(readable)}::jsonb) as m(organization_id text,
        connection_id text, kind text)
    ), under_way as (
      select organization_id, connection_id, count(*) as reads from scheduled_read
      where lease_until >= now() group by organization_id, connection_id
    ), due as (
      select r.organization_id, r.subject_kind, r.subject_id, r.kind, coalesce(u.reads, 0) + row_number() over (
        partition by r.organization_id, r.connection_id order by r.next_due_at, r.subject_id, r.kind) as place
      from scheduled_read r
      join may m on m.organization_id = r.organization_id and m.connection_id = r.connection_id and m.kind = r.kind
      join connection c on c.organization_id = r.organization_id and c.id = r.connection_id and c.state = 'active'
      join waba w on w.organization_id = r.organization_id and w.id = r.subject_id and w.state = 'visible'
      left join under_way u on u.organization_id = r.organization_id and u.connection_id = r.connection_id
      where r.next_due_at <= now() and (r.lease_until is null or r.lease_until < now()) and r.subject_kind = 'waba'
    ), taken as (
      select r.organization_id, r.subject_kind, r.subject_id, r.kind from scheduled_read r
      join due d on d.organization_id = r.organization_id and d.subject_kind = r.subject_kind
        and d.subject_id = r.subject_id and d.kind = r.kind and d.place <= ${input.perConnection}
      where r.next_due_at <= now() and (r.lease_until is null or r.lease_until < now())
      order by r.next_due_at, r.subject_id, r.kind limit ${input.limit} for update of r skip locked
    )
    update scheduled_read r set lease_token = ${input.leaseToken}, last_attempt_at = now(),
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    from taken t where t.organization_id = r.organization_id and t.subject_kind = r.subject_kind
      and t.subject_id = r.subject_id and t.kind = r.kind
    returning r.organization_id, r.subject_id, r.kind, r.connection_id, r.dropped_fields, r.last_success_at,
      r.consecutive_failures`;
  return rows.map((row) => ({
    organizationId: row.organization_id,
    wabaId: row.subject_id,
    kind: row.kind,
    connectionId: row.connection_id,
    leaseToken: input.leaseToken,
    droppedFields: row.dropped_fields,
    lastSuccessAt: row.last_success_at,
    consecutiveFailures: row.consecutive_failures,
  }));
}

/** Holds on to everything claimed under one token that is not finished yet. */
export async function renewReadLeases(db: Db, leaseToken: string): Promise<void> {
  await db.$executeRaw`
    with held as (
      select organization_id, subject_kind, subject_id, kind from scheduled_read where lease_token = ${leaseToken}
      order by subject_kind, subject_id, kind for update
    )
    update scheduled_read r set lease_until = now() + make_interval(secs => ${leaseSeconds}) from held h
    where r.organization_id = h.organization_id and r.subject_kind = h.subject_kind and r.subject_id = h.subject_id
      and r.kind = h.kind`;
}

/** Holds the lease for the rest of the transaction; false when it was lost. */
export async function assertReadLease(db: Db, read: ClaimedRead): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    select 1 from scheduled_read where organization_id = ${read.organizationId} and subject_kind = 'waba'
      and subject_id = ${read.wabaId} and kind = ${read.kind} and lease_token = ${read.leaseToken} for update`;
  return rows.length === 1;
}

export interface ReadEnd {
  readonly state: "on" | "off";
  readonly nextDueAt: Date;
  /** When it went through; null when it did not. */
  readonly succeededAt: Date | null;
  /** Failed ones in a row, from now on. */
  readonly consecutiveFailures: number;
  /** Why nothing, or not everything, was read, in plain words. */
  readonly error: unknown;
  readonly callCount: number;
  readonly droppedFields: readonly string[];
}

/** Books the end of a reading; false when the lease was lost and another process has it. */
export async function finishRead(db: Db, read: ClaimedRead, end: ReadEnd): Promise<boolean> {
  const error = end.error === null ? null : JSON.stringify(end.error);
  const count = await db.$executeRaw`
    update scheduled_read set state = ${end.state}, next_due_at = ${end.nextDueAt}, lease_token = null,
      lease_until = null, last_success_at = coalesce(${end.succeededAt}::timestamptz, last_success_at),
      error = ${error}::jsonb, consecutive_failures = ${end.consecutiveFailures},
      call_count = call_count + ${end.callCount}, dropped_fields = ${[...end.droppedFields]}::text[]
    where organization_id = ${read.organizationId} and subject_kind = 'waba' and subject_id = ${read.wabaId}
      and kind = ${read.kind} and lease_token = ${read.leaseToken}`;
  return count === 1;
}

/**
 * Makes every reading of a connection due because a person asked. What was read within the last minute is not read
 * again, and comparisons stay an hour apart, since Meta allows ten an hour.
 */
export async function makeReadsDue(
  db: Db,
  place: { organizationId: string; connectionId: string },
): Promise<void> {
  await db.$executeRaw`
    with asked as (
      select organization_id, subject_kind, subject_id, kind,
        greatest(now(), last_attempt_at + case when kind = 'template-comparison' then interval '1 hour'
          else interval '0 hours' end) as due_at
      from scheduled_read
      where organization_id = ${place.organizationId} and connection_id = ${place.connectionId}
        and (last_attempt_at is null or last_attempt_at < now() - interval '1 minute')
      order by subject_kind, subject_id, kind for update
    )
    update scheduled_read r set next_due_at = least(r.next_due_at, a.due_at) from asked a
    where r.organization_id = a.organization_id and r.subject_kind = a.subject_kind and r.subject_id = a.subject_id
      and r.kind = a.kind`;
}

/** Makes one reading due, because another one learned that it is worth asking now. */
export async function makeReadDue(
  db: Db,
  read: { organizationId: string; wabaId: string; kind: ScheduledReadKind },
): Promise<void> {
  await db.$executeRaw`
    update scheduled_read set next_due_at = least(next_due_at, now()), state = 'on'
    where organization_id = ${read.organizationId} and subject_kind = 'waba' and subject_id = ${read.wabaId}
      and kind = ${read.kind}`;
}

/** No reading of the connection before so many seconds from now, and then spread over ten minutes. */
export async function putOffReads(
  db: Db,
  place: { organizationId: string; connectionId: string },
  seconds: number,
): Promise<void> {
  await db.$executeRaw`
    with late as (
      select organization_id, subject_kind, subject_id, kind,
        ('x' || substr(md5(subject_id || kind), 1, 8))::bit(32)::bigint / 4294967296.0 as share
      from scheduled_read
      where organization_id = ${place.organizationId} and connection_id = ${place.connectionId}
      order by subject_kind, subject_id, kind for update
    )
    update scheduled_read r
    set next_due_at = greatest(r.next_due_at, now() + make_interval(secs => ${seconds}::float8 + 600 * l.share))
    from late l where r.organization_id = l.organization_id and r.subject_kind = l.subject_kind
      and r.subject_id = l.subject_id and r.kind = l.kind`;
}

/**
 * Meta asked the connection to be silent: the polls wait too, since calling on would prolong it. The next round is the
 * probe, and clears the error when it goes through.
 */
export async function holdConnection(
  db: Db,
  connection: { organizationId: string; id: string; accessTokenCipher: Uint8Array },
  hold: { seconds: number; error: unknown; at: Date },
): Promise<void> {
  await db.$executeRaw`
    update connection set next_poll_at = greatest(next_poll_at, now() + make_interval(secs => ${hold.seconds})),
      last_error = ${JSON.stringify(hold.error)}::jsonb, error_since = coalesce(error_since, ${hold.at})
    where organization_id = ${connection.organizationId} and id = ${connection.id} and state = 'active'
      and access_token_cipher = ${connection.accessTokenCipher}`;
}

/** Has the polls look at a connection at once. */
export async function askForPoll(
  db: Db,
  connection: { organizationId: string; id: string; accessTokenCipher: Uint8Array },
): Promise<void> {
  await db.$executeRaw`
    update connection set next_poll_at = least(next_poll_at, now())
    where organization_id = ${connection.organizationId} and id = ${connection.id} and state = 'active'
      and access_token_cipher = ${connection.accessTokenCipher}`;
}

/** What is stored of a connection's call budget, held for the rest of the transaction. */
export async function lockUsage(
  db: Db,
  place: { organizationId: string; connectionId: string },
): Promise<{ usage: unknown; lastSuccessAt: Date | null } | null> {
  const [row] = await db.$queryRaw<{ usage: unknown; last_success_at: Date | null }[]>`
    select usage, last_success_at from connection
    where organization_id = ${place.organizationId} and id = ${place.connectionId} for update`;
  return row === undefined ? null : { usage: row.usage, lastSuccessAt: row.last_success_at };
}

export async function storeUsage(
  db: Db,
  place: { organizationId: string; connectionId: string },
  usage: { percent: number | null; observedAt: Date; waitUntil: Date | null },
): Promise<void> {
  await db.$executeRaw`
    update connection set usage = ${JSON.stringify(usage)}::jsonb
    where organization_id = ${place.organizationId} and id = ${place.connectionId}`;
}

interface RawRead {
  organization_id: string;
  subject_id: string;
  kind: ScheduledReadKind;
  connection_id: string;
  dropped_fields: string[];
  last_success_at: Date | null;
  consecutive_failures: number;
}
