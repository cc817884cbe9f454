import type { Db } from "../../adapters/db/open-database.ts";
import { listKeptDeliveries } from "../../adapters/db/webhook-deliveries.ts";
import {
  advanceReplay,
  bookReplayStart,
  enterDerivation,
  dropUnsupportedExposures,
  failReplay,
  finishReplay,
  leaseReplay,
  renewReplayLease,
  slicesOf,
  type StoredReplay,
} from "../../adapters/db/webhook-replays.ts";
import { inTransaction, type ServicePorts } from "../context.ts";
import { fingerprintFacts } from "./fingerprint-facts.ts";
import { endOf, findWabas } from "./process-webhooks.ts";
import { readDelivery, type KeptDelivery, type ReadDelivery } from "./read-delivery.ts";
import { deriveFacts, storeWebhookFacts } from "./store-webhook-facts.ts";

const atOnce = 200;

type LeasedReplay = StoredReplay & { readonly leaseToken: string };

/**
 * Works through a running replay: the facts of every kept body are derived anew with today's parser. In batches under
 * a lease, each with its facts and the cursor in one transaction, so that a killed process is taken over where it
 * stopped. Bodies that come in meanwhile are worked on as ever.
 *
 * @returns how many bodies were worked on; 0 when no replay waits.
 */
export async function runReplays(ports: ServicePorts): Promise<number> {
  const leaseToken = ports.random.secret(12);
  const found = await leaseReplay(ports.db, leaseToken);
  if (found === null) return 0;
  const replay: LeasedReplay = { ...found, leaseToken };
  try {
    if (replay.fingerprintBefore === null) {
      const before = await fingerprintFacts(ports, replay.organizationId, replay, stillMine(ports, replay));
      if (before === null) return 0;
      await bookReplayStart(ports.db, replay, before);
    }
    return await workThrough(ports, replay);
  } catch (error) {
    ports.log.error({ replayId: replay.id, error: String(error) }, "a webhook replay failed");
    await failReplay(ports.db, replay, ports.clock.now(), { reason: String(error) });
    return 0;
  }
}

async function workThrough(ports: ServicePorts, replay: LeasedReplay): Promise<number> {
  let cursor = { at: replay.cursorAt, id: replay.cursorId };
  let count = 0;
  for (;;) {
    const kept = await listKeptDeliveries(ports.db, replay.organizationId, {
      after: cursor,
      until: replay.windowEnd,
      limit: atOnce,
    });
    const last = kept.at(-1);
    if (last === undefined) break;
    if (!(await workOnBatch(ports, replay, kept))) return count;
    count += kept.length;
    cursor = { at: last.receivedAt, id: last.id };
  }
  await finish(ports, replay);
  return count;
}

/** What no body speaks of any more goes, then the facts are summed up. A process that dies in it is taken over here. */
async function finish(ports: ServicePorts, replay: LeasedReplay): Promise<void> {
  const isMine = stillMine(ports, replay);
  for (const slice of slicesOf(replay)) {
    if (!(await isMine())) return;
    await dropUnsupportedExposures(ports.db, replay, slice);
  }
  const fingerprint = await fingerprintFacts(ports, replay.organizationId, replay, isMine);
  if (fingerprint !== null) await finishReplay(ports.db, replay, { at: ports.clock.now(), fingerprint });
}

const stillMine = (ports: ServicePorts, replay: LeasedReplay) => () => renewReplayLease(ports.db, replay);

/** False when another process has taken the replay over. */
async function workOnBatch(
  ports: ServicePorts,
  replay: LeasedReplay,
  kept: readonly KeptDelivery[],
): Promise<boolean> {
  const { organizationId } = replay;
  const read: ReadDelivery<KeptDelivery>[] = [];
  for (const delivery of kept) read.push(await readDelivery(ports, delivery));
  const wabas = await findWabas(ports, organizationId, read);
  const derived = deriveFacts(read, wabas, await ports.contacts.open(organizationId));
  const last = kept.at(-1);
  if (last === undefined) return true;
  return inTransaction(ports, async (tx) => {
    const running = await enterDerivation(tx, organizationId);
    const mine = await advanceReplay(tx, replay, {
      cursorAt: last.receivedAt,
      cursorId: last.id,
      deliveries: kept.length,
      events: read.reduce(
        (sum, { envelope, messages }) =>
          sum +
          (envelope?.changes.length ?? 0) -
          messages.length +
          messages.reduce((inner, { facts }) => inner + facts.statuses.length + facts.inbound.length, 0),
        0,
      ),
    });
    if (!mine) return false;
    await storeWebhookFacts(tx, ports, { organizationId, read, wabas, derived, running, replaying: true });
    // Bodies that an earlier parser had to set aside and today's reads whole (docs/faults.md F19).
    const whole = read.filter((one) => endOf(one, wabas).state === "processed");
    await takeBack(tx, organizationId, {
      at: ports.clock.now(),
      ids: whole.map(({ delivery }) => delivery.id),
    });
    return true;
  });
}

async function takeBack(
  tx: Db,
  organizationId: string,
  whole: { readonly at: Date; readonly ids: readonly string[] },
): Promise<void> {
  await tx.$executeRaw`
    update webhook_delivery set state = 'processed', error = null, processed_at = ${whole.at}
    where organization_id = ${organizationId} and state = 'quarantined' and id = any(${[...whole.ids]}::text[])`;
}
