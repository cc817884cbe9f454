import type { Notification, NotificationReason } from "../../core/alerting/notification.ts";
import type { Db } from "./open-database.ts";

export interface NewDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly incidentId: string | null;
  readonly channelId: string;
  readonly reason: NotificationReason;
  readonly dedupeKey: string;
  readonly message: Notification;
  readonly createdAt: Date;
}

/** Plans deliveries; one that is already planned (same dedupe key) is left as it is. Due at once, by database time. */
export async function insertDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  for (const delivery of deliveries) {
    await db.$executeRaw`
      insert into delivery (organization_id, id, incident_id, channel_id, reason, dedupe_key, message, state, created_at, next_attempt_at)
      values (${delivery.organizationId}, ${delivery.id}, ${delivery.incidentId}, ${delivery.channelId}, ${delivery.reason},
        ${delivery.dedupeKey}, ${JSON.stringify(delivery.message)}::jsonb, 'waiting', ${delivery.createdAt}, now())
      on conflict (organization_id, dedupe_key) do nothing`;
  }
}

export interface ClaimedDelivery {
  readonly organizationId: string;
  readonly id: string;
  readonly incidentId: string | null;
  readonly channelId: string;
  readonly reason: NotificationReason;
  readonly message: Notification;
  readonly attempt: number;
  readonly leaseToken: string;
}

const leaseSeconds = 60;
/** How many messages one channel may have under way: one that hangs leaves room for the others. */
const atOncePerChannel = 4;

/**
 * Takes due deliveries for this process, by database time. One that an earlier message of the same incident to the
 * same channel still waits before is left alone: "resolved" never overtakes "opened". A channel gets its share only.
 */
export async function claimDeliveries(db: Db, limit: number, leaseToken: string): Promise<ClaimedDelivery[]> {
  const rows = await db.$queryRaw<RawClaim[]>`
    with under_way as (
      select organization_id, channel_id, count(*) as messages from delivery
      where state = 'sending' and locked_until >= now() group by organization_id, channel_id
    ), queued as (
      select d.organization_id, d.id, coalesce(u.messages, 0) + row_number() over (
        partition by d.organization_id, d.channel_id order by d.next_attempt_at, d.id) as place
      from delivery d
      left join under_way u on u.organization_id = d.organization_id and u.channel_id = d.channel_id
      where d.state in ('waiting', 'sending') and d.next_attempt_at <= now()
        and (d.locked_until is null or d.locked_until < now())
        and not exists (
          select 1 from delivery e where e.organization_id = d.organization_id and e.incident_id = d.incident_id
            and e.channel_id = d.channel_id and e.id < d.id and e.state in ('waiting', 'sending'))
    ), due as (
      select d.organization_id, d.id from delivery d
      join queued q on q.organization_id = d.organization_id and q.id = d.id and q.place <= ${atOncePerChannel}
      where d.state in ('waiting', 'sending') and d.next_attempt_at <= now()
        and (d.locked_until is null or d.locked_until < now())
      order by d.next_attempt_at, d.id limit ${limit} for update of d skip locked
    )
    update delivery d set state = 'sending', lease_token = ${leaseToken},
      locked_until = now() + make_interval(secs => ${leaseSeconds}), attempt_count = d.attempt_count + 1
    from due where d.organization_id = due.organization_id and d.id = due.id
    returning d.organization_id, d.id, d.incident_id, d.channel_id, d.reason, d.message, d.attempt_count`;
  return rows.map((row) => ({
    organizationId: row.organization_id,
    id: row.id,
    incidentId: row.incident_id,
    channelId: row.channel_id,
    reason: row.reason,
    message: row.message,
    attempt: row.attempt_count,
    leaseToken,
  }));
}

export type DeliveryEnd =
  | { state: "sent"; at: Date }
  | { state: "dead" }
  /** Due again after so many seconds of database time. */
  | { state: "waiting"; delaySeconds: number };

/** Books the result of a try; false when the lease was lost and another process has it. */
export async function bookDelivery(db: Db, claimed: ClaimedDelivery, end: DeliveryEnd): Promise<boolean> {
  const sentAt = end.state === "sent" ? end.at : null;
  const delay = end.state === "waiting" ? end.delaySeconds : 0;
  const count = await db.$executeRaw`
    update delivery set state = ${end.state}, lease_token = null, locked_until = null, sent_at = ${sentAt},
      next_attempt_at = now() + make_interval(secs => ${delay})
    where organization_id = ${claimed.organizationId} and id = ${claimed.id} and lease_token = ${claimed.leaseToken}`;
  return count === 1;
}

export async function recordAttempt(
  db: Db,
  claimed: ClaimedDelivery,
  attempt: { at: Date; outcome: "sent" | "retry" | "failed"; detail: string },
): Promise<void> {
  await db.deliveryAttempt.create({
    data: {
      organizationId: claimed.organizationId,
      deliveryId: claimed.id,
      number: claimed.attempt,
      occurredAt: attempt.at,
      recordedAt: attempt.at,
      outcome: attempt.outcome,
      detail: attempt.detail,
    },
  });
}

/** Channels that were told of this incident, or will be. */
export async function channelsTold(db: Db, organizationId: string, incidentId: string): Promise<Set<string>> {
  const rows = await db.delivery.findMany({
    where: { organizationId, incidentId },
    select: { channelId: true },
    distinct: ["channelId"],
  });
  return new Set(rows.map((row) => row.channelId));
}

interface RawClaim {
  organization_id: string;
  id: string;
  incident_id: string | null;
  channel_id: string;
  reason: NotificationReason;
  message: Notification;
  attempt_count: number;
}
