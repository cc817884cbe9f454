import type { OrderKind } from "../../core/holding/hold.ts";
import type { HoldOrder as HoldOrderRow, HoldOrderAttempt } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export interface NewHoldOrder {
  readonly organizationId: string;
  readonly id: string;
  readonly requestId: string;
  readonly kind: OrderKind;
  readonly share: number;
  readonly dryRun: boolean;
  readonly body: string;
  readonly createdAt: Date;
}

/** Plans an order, due at once by database time, in the place of those of the same hold that were not accepted yet. */
export async function planOrder(db: Db, order: NewHoldOrder): Promise<void> {
  const { organizationId, id, requestId, kind, share, dryRun, body, createdAt } = order;
  await db.$executeRaw`
    update hold_order set state = 'replaced', lease_token = null, locked_until = null
    where organization_id = ${organizationId} and request_id = ${requestId} and state in ('waiting', 'sending')`;
  await db.$executeRaw`
    insert into hold_order (organization_id, id, request_id, kind, share, dry_run, body, state, created_at, next_attempt_at)
    values (${organizationId}, ${id}, ${requestId}, ${kind}, ${share}, ${dryRun}, ${body}, 'waiting', ${createdAt}, now())`;
}

export interface ClaimedOrder {
  readonly organizationId: string;
  readonly id: string;
  readonly requestId: string;
  readonly body: string;
  readonly dryRun: boolean;
  readonly attempt: number;
  readonly leaseToken: string;
}

const leaseSeconds = 60;

/** Takes due orders for this process, by database time: one whose process died comes back when its lease is over. */
export async function claimOrders(db: Db, limit: number, leaseToken: string): Promise<ClaimedOrder[]> {
  return db.$queryRaw<ClaimedOrder[]>`
    with due as (
      select organization_id, id from hold_order
      where state in ('waiting', 'sending') and next_attempt_at <= now() and (locked_until is null or locked_until < now())
      order by next_attempt_at, id limit ${limit} for update skip locked
    )
    update hold_order o set state = 'sending', lease_token = ${leaseToken},
      locked_until = now() + make_interval(secs => ${leaseSeconds}), attempt_count = o.attempt_count + 1
    from due where o.organization_id = due.organization_id and o.id = due.id
    returning o.organization_id as "organizationId", o.id, o.request_id as "requestId", o.body, o.dry_run as "dryRun",
      o.attempt_count as attempt, o.lease_token as "leaseToken"`;
}

export type OrderEnd =
  | { readonly state: "accepted"; readonly at: Date }
  | { readonly state: "failed" }
  /** Due again after so many seconds of database time. */
  | { readonly state: "waiting"; readonly delaySeconds: number };

/** Books the result of a try; false when the lease was lost: another process has it, or another order took its place. */
export async function bookOrder(db: Db, claimed: ClaimedOrder, end: OrderEnd): Promise<boolean> {
  const acceptedAt = end.state === "accepted" ? end.at : null;
  const delay = end.state === "waiting" ? end.delaySeconds : 0;
  const count = await db.$executeRaw`
    update hold_order set state = ${end.state}, lease_token = null, locked_until = null, accepted_at = ${acceptedAt},
      next_attempt_at = now() + make_interval(secs => ${delay})
    where organization_id = ${claimed.organizationId} and id = ${claimed.id} and lease_token = ${claimed.leaseToken}`;
  return count === 1;
}

/** Notes a try, also of an order that was replaced meanwhile: the receiver may have seen it. */
export async function recordOrderAttempt(db: Db, attempt: HoldOrderAttempt): Promise<void> {
  await db.holdOrderAttempt.createMany({ data: [attempt], skipDuplicates: true });
}

export interface OrderWithAttempts extends HoldOrderRow {
  readonly attempts: readonly HoldOrderAttempt[];
}

/** Orders of a hold, the oldest first, with every try. */
export async function listOrders(
  db: Db,
  organizationId: string,
  requestId: string,
): Promise<OrderWithAttempts[]> {
  const orders = await db.holdOrder.findMany({
    where: { organizationId, requestId },
    orderBy: { id: "asc" },
  });
  const attempts = await db.holdOrderAttempt.findMany({
    where: { organizationId, orderId: { in: orders.map(({ id }) => id) } },
    orderBy: { number: "asc" },
  });
  return orders.map((order) => ({
    ...order,
    attempts: attempts.filter(({ orderId }) => orderId === order.id),
  }));
}
