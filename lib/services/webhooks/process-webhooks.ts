import {
  claimWebhookDeliveries,
  finishWebhookDelivery,
  type ClaimedWebhookDelivery,
} from "../../adapters/db/webhook-deliveries.ts";
import type { Prisma } from "../../adapters/db/generated/client.ts";
import { asksForPoll } from "../../core/collection/webhook-fields.ts";
import { inTransaction, type ServicePorts, type WebhookEnvelope } from "../context.ts";
import { webhookBodyPlace } from "./receive-webhook.ts";

const atOnce = 50;
const tries = 5;

/**
 * Works on stored deliveries: management changes become events, and an account or number event asks for a poll. Runs
 * after the answer to Meta, and again after a crash; event ids come from the body, so a second run adds nothing.
 *
 * @returns how many deliveries were worked on.
 */
export async function processWebhooks(ports: ServicePorts): Promise<number> {
  const claimed = await claimWebhookDeliveries(ports.db, atOnce);
  for (const delivery of claimed) {
    try {
      await processOne(ports, delivery);
    } catch (error) {
      // One delivery must not stop the rest; its lease brings it back, and after the last try it is set aside.
      ports.log.error({ deliveryId: delivery.id, error: String(error) }, "webhook could not be worked on");
      if (delivery.attempt < tries) continue;
      const end = { state: "quarantined", at: ports.clock.now(), error: { reason: String(error) } } as const;
      await finishWebhookDelivery(ports.db, delivery, end);
    }
  }
  return claimed.length;
}

async function processOne(ports: ServicePorts, delivery: ClaimedWebhookDelivery): Promise<void> {
  const place = webhookBodyPlace(delivery.organizationId, delivery.id);
  const text = await ports.sealer.open(place, delivery.bodyCipher);
  const parsed = ports.webhooks.parseEnvelope(Buffer.from(text, "latin1"));
  const now = ports.clock.now();
  if (parsed.kind === "unreadable") {
    await finishWebhookDelivery(ports.db, delivery, {
      state: "quarantined",
      at: now,
      error: { reason: parsed.reason },
    });
    ports.log.warn({ deliveryId: delivery.id, reason: parsed.reason }, "webhook could not be read; kept");
    return;
  }
  const envelope = isForeign(parsed) ? { ...parsed, changes: [] } : parsed;
  const wabas = await ports.db.waba.findMany({
    where: { organizationId: delivery.organizationId, id: { in: [...envelope.wabaIds] } },
    select: { id: true, connectionId: true },
  });
  // Before the delivery counts as processed: a crash in between asks twice, and requests collapse.
  for (const connectionId of connectionsToPoll(envelope, wabas)) {
    await ports.requestRepoll(delivery.organizationId, connectionId);
  }
  const known = new Set(wabas.map((waba) => waba.id));
  const orphan = !envelope.changes.some((change) => known.has(change.wabaId ?? ""));
  await inTransaction(ports, async (tx) => {
    await tx.webhookEvent.createMany({ data: toEvents(delivery, envelope, now), skipDuplicates: true });
    await finishWebhookDelivery(tx, delivery, {
      state: envelope.broken.length > 0 ? "quarantined" : orphan ? "orphan" : "processed",
      at: now,
      error: envelope.broken.length > 0 ? { broken: envelope.broken.slice(0, 20) } : null,
    });
  });
}

/** Not about WhatsApp: kept raw, shown and counted, and not worked on (docs/faults.md F21). */
function isForeign(envelope: Envelope): boolean {
  return envelope.object !== null && envelope.object !== "whatsapp_business_account";
}

type Envelope = Extract<WebhookEnvelope, { kind: "envelope" }>;

function connectionsToPoll(
  envelope: Envelope,
  wabas: readonly { id: string; connectionId: string }[],
): Set<string> {
  const touched = new Set(
    envelope.changes.filter((change) => asksForPoll(change.field)).map((change) => change.wabaId),
  );
  return new Set(wabas.filter((waba) => touched.has(waba.id)).map((waba) => waba.connectionId));
}

function toEvents(
  delivery: ClaimedWebhookDelivery,
  envelope: Envelope,
  now: Date,
): Prisma.WebhookEventCreateManyInput[] {
  return envelope.changes.flatMap((change) =>
    // Personal values stay in the sealed raw body only.
    change.personal
      ? []
      : [
          {
            organizationId: delivery.organizationId,
            id: `${delivery.id.slice(0, 32)}-${change.index}`,
            deliveryId: delivery.id,
            wabaId: change.wabaId ?? "unknown",
            field: change.field,
            event: change.event,
            displayDigits: change.displayDigits,
            value: change.value ?? {},
            occurredAt: change.entryTime ?? delivery.receivedAt,
            recordedAt: now,
          },
        ],
  );
}
