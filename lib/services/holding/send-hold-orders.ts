import { findHoldSetting, noteDryRun } from "../../adapters/db/hold-settings.ts";
import {
  bookOrder,
  claimOrders,
  recordOrderAttempt,
  type ClaimedOrder,
  type OrderEnd,
} from "../../adapters/db/hold-orders.ts";
import { lockHold } from "../../adapters/db/holds.ts";
import type { SendResult } from "../../core/alerting/notification.ts";
import { acceptOrder, failOrder } from "../../core/holding/decide-hold.ts";
import { orderRetrySeconds } from "../../core/holding/hold-rules.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { applyDecision } from "./apply-decision.ts";
import { openReceiver } from "./hold-receiver.ts";

const atOnce = 10;

/**
 * Sends orders that are due: claim with a lease, send outside any transaction, then book the answer and what follows from it together. A
 * process that dies in between sends again with the same id and body (at least once).
 *
 * @returns how many were tried.
 */
export async function sendHoldOrders(ports: ServicePorts): Promise<number> {
  const claimed = await claimOrders(ports.db, atOnce, ports.random.secret(12));
  await Promise.all(
    claimed.map((order) =>
      sendOne(ports, order).catch((error: unknown) => {
        // Nothing was booked: the lease brings it back.
        ports.log.error({ orderId: order.id, error: String(error) }, "order could not be booked");
      }),
    ),
  );
  return claimed.length;
}

async function sendOne(ports: ServicePorts, order: ClaimedOrder): Promise<void> {
  const { organizationId, id } = order;
  const { receiverCipher } = await findHoldSetting(ports.db, organizationId);
  const result = await trySend(ports, order, receiverCipher);
  const now = ports.clock.now();
  const end = endOf(order, result, now, ports.random.fraction());
  await inTransaction(ports, async (tx) => {
    // First the hold, then its order, as everybody who changes both does.
    const hold = await lockHold(tx, organizationId, order.requestId);
    await recordOrderAttempt(tx, {
      ...{ organizationId, orderId: id, number: order.attempt, occurredAt: now },
      ...{
        outcome: result.outcome === "sent" ? "accepted" : result.outcome,
        detail: result.detail.slice(0, 500),
      },
    });
    if (hold === null || !(await bookOrder(tx, order, end)) || end.state === "waiting") return;
    const decision = end.state === "accepted" ? acceptOrder(hold, now) : failOrder(hold, result.detail);
    if (decision.ok) await applyDecision(tx, ports, hold, decision, null);
    if (end.state === "accepted" && order.dryRun && receiverCipher !== null)
      await noteDryRun(tx, organizationId, receiverCipher, now);
  });
  if (result.outcome !== "sent") ports.log.warn({ orderId: id, detail: result.detail }, "order not accepted");
}

function endOf(order: ClaimedOrder, result: SendResult, now: Date, jitter: number): OrderEnd {
  if (result.outcome === "sent") return { state: "accepted", at: now };
  const delaySeconds =
    result.outcome === "retry" ? orderRetrySeconds(order.attempt, result.retryAfterSeconds, jitter) : null;
  return delaySeconds === null ? { state: "failed" } : { state: "waiting", delaySeconds };
}

/** One try. What cannot even be tried counts as one, so that it ends and is seen. */
async function trySend(
  ports: ServicePorts,
  { organizationId, id, body }: ClaimedOrder,
  receiverCipher: Uint8Array | null,
): Promise<SendResult> {
  if (receiverCipher === null)
    return { outcome: "failed", detail: "There is no receiver any more.", channelBroken: false };
  try {
    return await ports.sendOrder(await openReceiver(ports, organizationId, receiverCipher), { id, body });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { outcome: "retry", detail: `The order could not be sent: ${reason}`, retryAfterSeconds: null };
  }
}
