import { bookChannelResult, findChannel, type StoredChannel } from "../../adapters/db/channels.ts";
import {
  bookDelivery,
  claimDeliveries,
  recordAttempt,
  type ClaimedDelivery,
} from "../../adapters/db/deliveries.ts";
import { appendIncidentEvent } from "../../adapters/db/incidents.ts";
import type { SendResult } from "../../core/alerting/notification.ts";
import { retryDelaySeconds } from "../../core/alerting/retry-delay.ts";
import { openChannelConfig } from "../channels/open-channel-config.ts";
import { inTransaction, type ServicePorts } from "../context.ts";

const atOnce = 20;
/** Afterwards what is under way is finished and nothing more claimed, so that a process that stops is not kept. */
const claimForMs = 5_000;

/**
 * Sends what is due: the third step, speaking. Claim with a lease, send outside any transaction, then book the result
 * under the lease. A process that dies in between sends again with the same dedupe key (at least once). Channels do
 * not wait for one another: while one hangs, more is claimed for the rest.
 *
 * @returns how many were tried.
 */
export async function deliver(ports: ServicePorts): Promise<number> {
  const startedAt = ports.clock.monotonicMs();
  const underWay = new Set<Promise<void>>();
  let tried = 0;
  for (;;) {
    const alone = underWay.size === 0;
    const mayClaim = ports.clock.monotonicMs() - startedAt < claimForMs;
    const claimed = mayClaim
      ? await claimDeliveries(ports.db, atOnce - underWay.size, ports.random.secret(12))
      : [];
    tried += claimed.length;
    for (const delivery of claimed) {
      const one = deliverOne(ports, delivery)
        .catch((error: unknown) => {
          // Nothing was booked: the lease brings it back.
          ports.log.error({ deliveryId: delivery.id, error: String(error) }, "delivery could not be booked");
        })
        .finally(() => underWay.delete(one));
      underWay.add(one);
    }
    if (underWay.size > 0) await Promise.race(underWay);
    // A claim beside others tells nothing about what they kept from it: they may have ended before it came back.
    else if (alone || !mayClaim) return tried;
  }
}

async function deliverOne(ports: ServicePorts, delivery: ClaimedDelivery): Promise<void> {
  const channel = await findChannel(ports.db, delivery.organizationId, delivery.channelId);
  const result = await trySend(ports, channel, delivery);
  const now = ports.clock.now();
  const delay =
    result.outcome === "retry"
      ? retryDelaySeconds(delivery.attempt, result.retryAfterSeconds, ports.random.fraction())
      : null;
  await inTransaction(ports, async (tx) => {
    const end =
      result.outcome === "sent"
        ? ({ state: "sent", at: now } as const)
        : delay === null
          ? ({ state: "dead" } as const)
          : ({ state: "waiting", delaySeconds: delay } as const);
    if (!(await bookDelivery(tx, delivery, end))) return;
    await recordAttempt(tx, delivery, { at: now, outcome: result.outcome, detail: result.detail });
    const error = result.outcome === "sent" ? null : result.detail;
    const broken = result.outcome === "failed" && result.channelBroken;
    const key = { organizationId: delivery.organizationId, id: delivery.channelId };
    await bookChannelResult(tx, key, { at: now, error, broken });
    if (delivery.incidentId === null || end.state === "waiting") return;
    const name = channel?.name ?? "a removed channel";
    await appendIncidentEvent(tx, {
      organizationId: delivery.organizationId,
      incidentId: delivery.incidentId,
      id: ports.random.id(now),
      kind: end.state === "sent" ? "notified" : "undelivered",
      occurredAt: now,
      recordedAt: now,
      actorName: null,
      text:
        end.state === "sent"
          ? `${name} was told (${delivery.reason}).`
          : `${name} could not be told: ${result.detail}`,
      detail: { deliveryId: delivery.id, channelId: delivery.channelId },
    });
  });
  if (result.outcome !== "sent") {
    ports.log.warn(
      { deliveryId: delivery.id, channelId: delivery.channelId, detail: result.detail },
      "not delivered",
    );
  }
}

/** One try. What cannot even be tried (an address that does not decrypt) counts as one, so that it ends and is seen. */
async function trySend(
  ports: ServicePorts,
  channel: StoredChannel | null,
  delivery: ClaimedDelivery,
): Promise<SendResult> {
  if (channel === null || channel.state === "off") {
    return { outcome: "failed", detail: "The channel was removed or switched off.", channelBroken: false };
  }
  try {
    return await ports.sendToChannel(await openChannelConfig(ports, channel), delivery.message);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { outcome: "retry", detail: `The message could not be sent: ${reason}`, retryAfterSeconds: null };
  }
}
