import type { Db } from "./open-database.ts";

export interface NewWebhookDelivery {
  readonly organizationId: string;
  /** SHA-256 of the raw body, hexadecimal. */
  readonly id: string;
  readonly connectionId: string;
  /** The packed body, sealed. */
  readonly bodyCipher: Uint8Array;
  /** Of the body as received. */
  readonly byteCount: number;
  readonly receivedAt: Date;
}

/**
 * Stores a body once; a repeat is counted. One statement, so that five at once have one effect. Due now, rounded down:
 * the column keeps milliseconds, and rounded up it would not be due yet for the first who looks.
 */
export async function storeWebhookDelivery(db: Db, delivery: NewWebhookDelivery): Promise<void> {
  const { receivedAt: at } = delivery;
  await db.$executeRaw`
    insert into webhook_delivery (organization_id, id, connection_id, occurred_at, recorded_at, last_received_at,
      body_cipher, byte_count, body_format, state, next_attempt_at)
    values (${delivery.organizationId}, ${delivery.id}, ${delivery.connectionId}, ${at}, ${at}, ${at},
      ${delivery.bodyCipher}, ${delivery.byteCount}, 'deflate', 'stored',
      date_trunc('milliseconds', now()))
    on conflict (organization_id, id) do update set
      received_count = webhook_delivery.received_count + 1, last_received_at = excluded.last_received_at`;
}

export interface ClaimedWebhookDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string | null;
  readonly bodyCipher: Uint8Array;
  /** latin1: sealed as text before bodies were packed; deflate: packed. */
  readonly bodyFormat: string;
  readonly receivedAt: Date;
  readonly attempt: number;
}

const leaseSeconds = 30;
/** So much raw JSON at a time: bounds memory, and how long one transaction keeps others waiting. */
const bytesAtOnce = 2 * 1024 * 1024;

/**
 * Takes stored deliveries to work on, at most `limit` and some megabytes of raw JSON, always at least one. A process that dies leaves
 * them to be taken again when the lease ends.
 *
 * @returns `more`: the batch is full, so others may be waiting.
 */
export async function claimWebhookDeliveries(
  db: Db,
  limit: number,
): Promise<{ deliveries: ClaimedWebhookDelivery[]; more: boolean }> {
  const rows = await db.$queryRaw<RawClaim[]>`
    with waiting as (
      select organization_id, id, next_attempt_at, byte_count from webhook_delivery
      where state = 'stored' and next_attempt_at <= now()
      order by next_attempt_at, id limit ${limit} for update skip locked
    ), sized as (
      select organization_id, id, sum(byte_count) over (order by next_attempt_at, id) - byte_count as before
      from waiting
    ), due as (
      select organization_id, id from sized where before < ${bytesAtOnce}
    )
    update webhook_delivery w set next_attempt_at = now() + make_interval(secs => ${leaseSeconds}),
      attempt_count = w.attempt_count + 1
    from due where w.organization_id = due.organization_id and w.id = due.id
    returning w.organization_id, w.id, w.connection_id, w.body_cipher, w.body_format, w.occurred_at,
      w.attempt_count, w.byte_count`;
  const bytes = rows.reduce((sum, row) => sum + row.byte_count, 0);
  const deliveries = rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    connectionId: row.connection_id,
    bodyCipher: row.body_cipher,
    bodyFormat: row.body_format,
    receivedAt: row.occurred_at,
    attempt: row.attempt_count,
  }));
  return { deliveries, more: rows.length >= limit || bytes >= bytesAtOnce };
}

export interface WebhookDeliveryEnd {
  readonly id: string;
  readonly state: "processed" | "orphan" | "quarantined";
  readonly error: unknown;
}

/** Books how work on deliveries of one organization ended, in one statement. */
export async function finishWebhookDeliveries(
  db: Db,
  organizationId: string,
  at: Date,
  ends: readonly WebhookDeliveryEnd[],
): Promise<void> {
  await db.$executeRaw`
    update webhook_delivery w set state = r.state, processed_at = ${at}, next_attempt_at = null,
      error = nullif(r.error, 'null'::jsonb)
    from jsonb_to_recordset(${JSON.stringify(ends)}::jsonb) as r(id text, state text, error jsonb)
    where w.organization_id = ${organizationId} and w.id = r.id`;
}

/** Gives bodies about unknown WABAs another try, after a WABA has become known. */
export async function reopenOrphans(db: Db, organizationId: string): Promise<number> {
  return db.$executeRaw`
    update webhook_delivery set state = 'stored', next_attempt_at = date_trunc('milliseconds', now()),
      attempt_count = 0
    where organization_id = ${organizationId} and state = 'orphan'`;
}

/** A kept body, whatever became of it. */
export interface KeptWebhookDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly bodyCipher: Uint8Array;
  readonly bodyFormat: string;
  readonly receivedAt: Date;
}

/** Kept bodies in the order of receipt, behind a cursor, at most `limit` and some megabytes, always at least one. */
export async function listKeptDeliveries(
  db: Db,
  organizationId: string,
  range: { after: { at: Date | null; id: string | null }; until: Date; limit: number },
): Promise<KeptWebhookDelivery[]> {
  const { after, until, limit } = range;
  const rows = await db.$queryRaw<Omit<RawClaim, "connection_id" | "attempt_count" | "byte_count">[]>`
    with next as (
      select organization_id, id, occurred_at, byte_count from webhook_delivery
      where organization_id = ${organizationId} and occurred_at <= ${until}
        and (${after.at}::timestamptz is null or (occurred_at, id) > (${after.at}::timestamptz, ${after.id}))
      order by occurred_at, id limit ${limit}
    ), sized as (
      select organization_id, id, sum(byte_count) over (order by occurred_at, id) - byte_count as before from next
    )
    select w.organization_id, w.id, w.body_cipher, w.body_format, w.occurred_at
    from sized s join webhook_delivery w on w.organization_id = s.organization_id and w.id = s.id
    where s.before < ${bytesAtOnce}
    order by w.occurred_at, w.id`;
  return rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    bodyCipher: row.body_cipher,
    bodyFormat: row.body_format,
    receivedAt: row.occurred_at,
  }));
}

interface RawClaim {
  organization_id: string;
  id: string;
  connection_id: string | null;
  body_cipher: Uint8Array;
  body_format: string;
  occurred_at: Date;
  attempt_count: number;
  byte_count: number;
}
