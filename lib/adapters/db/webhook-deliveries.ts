import type { Db } from "./open-database.ts";

export interface NewWebhookDelivery {
  readonly organizationId: string;
  /** SHA-256 of the raw body, hexadecimal. */
  readonly id: string;
  readonly connectionId: string;
  readonly bodyCipher: Uint8Array;
  readonly byteCount: number;
  readonly receivedAt: Date;
}

/** Stores a raw body once; a repeat is counted. One statement, so that five at once have one effect. */
export async function storeWebhookDelivery(db: Db, delivery: NewWebhookDelivery): Promise<void> {
  const { receivedAt: at } = delivery;
  await db.$executeRaw`
    insert into webhook_delivery (organization_id, id, connection_id, occurred_at, recorded_at, last_received_at,
      body_cipher, byte_count, state, next_attempt_at)
    values (${delivery.organizationId}, ${delivery.id}, ${delivery.connectionId}, ${at}, ${at}, ${at},
      ${delivery.bodyCipher}, ${delivery.byteCount}, 'stored', now())
    on conflict (organization_id, id) do update set
      received_count = webhook_delivery.received_count + 1, last_received_at = excluded.last_received_at`;
}

export interface ClaimedWebhookDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly connectionId: string | null;
  readonly bodyCipher: Uint8Array;
  readonly receivedAt: Date;
  readonly attempt: number;
}

const leaseSeconds = 30;

/** Takes stored deliveries to work on; a process that dies leaves them to be taken again when the lease ends. */
export async function claimWebhookDeliveries(db: Db, limit: number): Promise<ClaimedWebhookDelivery[]> {
  const rows = await db.$queryRaw<RawClaim[]>`
    with due as (
      select organization_id, id from webhook_delivery where state = 'stored' and next_attempt_at <= now()
      order by next_attempt_at limit ${limit} for update skip locked
    )
    update webhook_delivery w set next_attempt_at = now() + make_interval(secs => ${leaseSeconds}),
      attempt_count = w.attempt_count + 1
    from due where w.organization_id = due.organization_id and w.id = due.id
    returning w.organization_id, w.id, w.connection_id, w.body_cipher, w.occurred_at, w.attempt_count`;
  return rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    connectionId: row.connection_id,
    bodyCipher: row.body_cipher,
    receivedAt: row.occurred_at,
    attempt: row.attempt_count,
  }));
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

interface RawClaim {
  organization_id: string;
  id: string;
  connection_id: string | null;
  body_cipher: Uint8Array;
  occurred_at: Date;
  attempt_count: number;
}
