import {
  claimWebhookDeliveries,
  finishWebhookDeliveries,
  type ClaimedWebhookDelivery,
  type WebhookDeliveryEnd,
} from "../../adapters/db/webhook-deliveries.ts";
import { addWebhookDays } from "../../adapters/db/webhook-days.ts";
import { enterDerivation } from "../../adapters/db/webhook-replays.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { countDays } from "./count-days.ts";
import { readDelivery, type KeptDelivery, type ReadDelivery } from "./read-delivery.ts";
import { deriveFacts, storeWebhookFacts } from "./store-webhook-facts.ts";
import { connectionsToPoll, type KnownWaba } from "./webhook-changes.ts";

const atOnce = 200;
const tries = 5;
/** So many full batches in a row before others get their turn: enough for a storm, and soon over when stopping. */
const batchesInARow = 10;

/**
 * Works on stored deliveries: statuses become exposures, wishes to stop become signals, management changes become
 * events and state, and an account or number event asks for a poll. Runs after the answer to Meta, in batches with a
 * fixed number of statements, so that a storm costs little; and again after a crash, which adds nothing.
 *
 * @returns how many deliveries were worked on.
 */
export async function processWebhooks(ports: ServicePorts): Promise<number> {
  let worked = 0;
  for (let batch = 0; batch < batchesInARow; batch++) {
    const { deliveries, more } = await claimWebhookDeliveries(ports.db, atOnce);
    await processClaimed(ports, deliveries);
    worked += deliveries.length;
    if (!more) break;
  }
  if (worked > 0) ports.poke("cells");
  return worked;
}

async function processClaimed(
  ports: ServicePorts,
  claimed: readonly ClaimedWebhookDelivery[],
): Promise<void> {
  for (const organizationId of new Set(claimed.map((delivery) => delivery.organizationId))) {
    const deliveries = claimed.filter((delivery) => delivery.organizationId === organizationId);
    try {
      await processBatch(ports, deliveries);
    } catch {
      // One of them is the reason: alone, the others go through and it is told by name.
      for (const delivery of deliveries) await processAlone(ports, delivery);
    }
  }
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
  const read: ReadDelivery<ClaimedWebhookDelivery>[] = [];
  for (const delivery of deliveries) read.push(await readDelivery(ports, delivery));
  const wabas = await findWabas(ports, organizationId, read);
  const toPoll = new Set(
    read.flatMap(({ envelope }) => (envelope === null ? [] : [...connectionsToPoll(envelope, wabas)])),
  );
  // Before the deliveries count as processed: a crash in between asks twice, and requests collapse.
  for (const connectionId of toPoll) await ports.requestRepoll(organizationId, connectionId);
  const derived = deriveFacts(read, wabas, await ports.contacts.open(organizationId));
  const now = ports.clock.now();
  await inTransaction(ports, async (tx) => {
    const running = await enterDerivation(tx, organizationId);
    const batch = { organizationId, read, wabas, derived, running, replaying: false };
    const { duplicates } = await storeWebhookFacts(tx, ports, batch);
    await finishWebhookDeliveries(
      tx,
      organizationId,
      now,
      read.map((one) => endOf(one, wabas)),
    );
    // Last: the rows of a day are shared by all who work on webhooks.
    await addWebhookDays(tx, organizationId, countDays(read, wabas, duplicates));
  });
}

/** Those of our WABAs that a batch speaks of. */
export async function findWabas(
  ports: Pick<ServicePorts, "db">,
  organizationId: string,
  read: readonly Pick<ReadDelivery<ClaimedWebhookDelivery>, "envelope">[],
): Promise<KnownWaba[]> {
  const ids = [...new Set(read.flatMap(({ envelope }) => envelope?.wabaIds ?? []))];
  return ports.db.waba.findMany({
    where: { organizationId, id: { in: ids } },
    select: { id: true, connectionId: true, portfolioId: true },
  });
}

/** What becomes of a body that was worked on: processed, an orphan, or set aside with what could not be read of it. */
export function endOf(
  { delivery, envelope, unreadable, broken }: ReadDelivery<KeptDelivery>,
  wabas: readonly KnownWaba[],
): WebhookDeliveryEnd {
  const { id } = delivery;
  if (envelope === null) return { id, state: "quarantined", error: { reason: unreadable } };
  if (broken.length > 0) return { id, state: "quarantined", error: { broken: broken.slice(0, 20) } };
  const known = envelope.changes.some((change) => wabas.some((waba) => waba.id === change.wabaId));
  return { id, state: known ? "processed" : "orphan", error: null };
}
