import {
  claimWebhookDeliveries,
  finishWebhookDeliveries,
  type ClaimedWebhookDelivery,
  type WebhookDeliveryEnd,
} from "../../adapters/db/webhook-deliveries.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { webhookBodyPlace } from "./receive-webhook.ts";
import {
  connectionsToPoll,
  isForeign,
  toEvents,
  type KnownWaba,
  type ReadEnvelope,
} from "./webhook-changes.ts";

const atOnce = 200;
const tries = 5;

/** A delivery with what was read of it; `unreadable` says why nothing was. */
interface ReadDelivery {
  readonly delivery: ClaimedWebhookDelivery;
  readonly envelope: ReadEnvelope | null;
  readonly unreadable: string | null;
}

/**
 * Works on stored deliveries: management changes become events, and an account or number event asks for a poll. Runs
 * after the answer to Meta, in batches with a fixed number of statements, so that a storm costs little; and again
 * after a crash, which adds nothing.
 *
 * @returns how many deliveries were worked on.
 */
export async function processWebhooks(ports: ServicePorts): Promise<number> {
  const claimed = await claimWebhookDeliveries(ports.db, atOnce);
  for (const organizationId of new Set(claimed.map((delivery) => delivery.organizationId))) {
    const deliveries = claimed.filter((delivery) => delivery.organizationId === organizationId);
    try {
      await processBatch(ports, deliveries);
    } catch {
      // One of them is the reason: alone, the others go through and it is told by name.
      for (const delivery of deliveries) await processAlone(ports, delivery);
    }
  }
  return claimed.length;
}

async function processAlone(ports: ServicePorts, delivery: ClaimedWebhookDelivery): Promise<void> {
  try {
    await processBatch(ports, [delivery]);
  } catch (error) {
    // Its lease brings it back, and after the last try it is set aside.
    ports.log.error({ deliveryId: delivery.id, error: String(error) }, "webhook could not be worked on");
    if (delivery.attempt < tries) return;
    const end = { id: delivery.id, state: "quarantined", error: { reason: String(error) } } as const;
    await finishWebhookDeliveries(ports.db, delivery.organizationId, ports.clock.now(), [end]);
  }
}

/** All of one organization, with as many statements as for one. */
async function processBatch(
  ports: ServicePorts,
  deliveries: readonly ClaimedWebhookDelivery[],
): Promise<void> {
  const [first] = deliveries;
  if (first === undefined) return;
  const { organizationId } = first;
  const read: ReadDelivery[] = [];
  for (const delivery of deliveries) read.push(await readDelivery(ports, delivery));
  const wabas = await ports.db.waba.findMany({
    where: {
      organizationId,
      id: { in: [...new Set(read.flatMap(({ envelope }) => envelope?.wabaIds ?? []))] },
    },
    select: { id: true, connectionId: true },
  });
  const toPoll = new Set(
    read.flatMap(({ envelope }) => (envelope === null ? [] : [...connectionsToPoll(envelope, wabas)])),
  );
  // Before the deliveries count as processed: a crash in between asks twice, and requests collapse.
  for (const connectionId of toPoll) await ports.requestRepoll(organizationId, connectionId);
  const now = ports.clock.now();
  await inTransaction(ports, async (tx) => {
    const events = read.flatMap(({ delivery, envelope }) =>
      envelope === null ? [] : toEvents(delivery, envelope, now),
    );
    if (events.length > 0) await tx.webhookEvent.createMany({ data: events, skipDuplicates: true });
    const ends = read.map((one) => endOf(one, wabas));
    await finishWebhookDeliveries(tx, organizationId, now, ends);
  });
}

async function readDelivery(ports: ServicePorts, delivery: ClaimedWebhookDelivery): Promise<ReadDelivery> {
  const place = webhookBodyPlace(delivery.organizationId, delivery.id);
  const text = await ports.sealer.open(place, delivery.bodyCipher);
  const parsed = ports.webhooks.parseEnvelope(Buffer.from(text, "latin1"));
  if (parsed.kind === "unreadable") {
    ports.log.warn({ deliveryId: delivery.id, reason: parsed.reason }, "webhook could not be read; kept");
    return { delivery, envelope: null, unreadable: parsed.reason };
  }
  return { delivery, envelope: isForeign(parsed) ? { ...parsed, changes: [] } : parsed, unreadable: null };
}

function endOf(
  { delivery, envelope, unreadable }: ReadDelivery,
  wabas: readonly KnownWaba[],
): WebhookDeliveryEnd {
  const { id } = delivery;
  if (envelope === null) return { id, state: "quarantined", error: { reason: unreadable } };
  if (envelope.broken.length > 0) {
    return { id, state: "quarantined", error: { broken: envelope.broken.slice(0, 20) } };
  }
  const known = envelope.changes.some((change) => wabas.some((waba) => waba.id === change.wabaId));
  return { id, state: known ? "processed" : "orphan", error: null };
}
