import { storeAdReferrals } from "../../adapters/db/ad-referrals.ts";
import { joinContacts } from "../../adapters/db/contact-aliases.ts";
import { findSeparatePairs, storeContactLinks } from "../../adapters/db/contact-links.ts";
import { foldExposures, resetExposures } from "../../adapters/db/exposures.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { storeSignals } from "../../adapters/db/signals.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import { dropFactsOfDeliveries, storeWebhookEvents } from "../../adapters/db/webhook-events.ts";
import type { RunningReplay } from "../../adapters/db/webhook-replays.ts";
import type { MetWord } from "../../core/collection/known-words.ts";
import { linkOldHashes } from "../contacts/link-old-hashes.ts";
import type { ContactHasher, ServicePorts } from "../context.ts";
import { applyManagementChanges } from "./apply-management-changes.ts";
import { addMessageRows, emptyMessageRows, type MessageRows } from "./message-rows.ts";
import type { KeptDelivery, ReadDelivery } from "./read-delivery.ts";
import { toEvents, type KnownWaba } from "./webhook-changes.ts";

export interface DerivedFacts {
  readonly rows: MessageRows;
  readonly events: ReturnType<typeof toEvents>;
  /** Of the contact keys in use, newest first. */
  readonly keyVersions: readonly number[];
}

/** The rows that a batch of one organization gives. Foreign WABAs give events only: nobody here wrote to those people. */
export function deriveFacts(
  read: readonly ReadDelivery<KeptDelivery>[],
  wabas: readonly KnownWaba[],
  hasher: ContactHasher,
): DerivedFacts {
  const known = new Set(wabas.map(({ id }) => id));
  const rows = emptyMessageRows();
  for (const { delivery, messages } of read) {
    for (const { change, facts } of messages) {
      const wabaId = change.wabaId ?? "unknown";
      if (!known.has(wabaId)) continue;
      const { id: deliveryId, receivedAt } = delivery;
      addMessageRows(rows, { deliveryId, receivedAt, changeIndex: change.index, wabaId }, facts, hasher);
    }
  }
  const events = read.flatMap(({ delivery, envelope }) =>
    envelope === null ? [] : toEvents(delivery, envelope),
  );
  return { rows, events, keyVersions: hasher.versions };
}

/**
 * Writes the facts of one batch in the caller's transaction. Running it twice changes nothing; under a replay, what
 * these deliveries had told before is taken back first.
 *
 * @param batch.running a replay under which facts are derived at the moment.
 * @param batch.replaying the batch belongs to that replay; false when it has just come in.
 * @returns how many statuses and signals were known already.
 */
export async function storeWebhookFacts(
  tx: Db,
  ports: ServicePorts,
  batch: {
    readonly organizationId: string;
    readonly read: readonly ReadDelivery<KeptDelivery>[];
    readonly wabas: readonly KnownWaba[];
    readonly derived: DerivedFacts;
    readonly running: RunningReplay | null;
    readonly replaying: boolean;
  },
): Promise<{ duplicates: number }> {
  const { organizationId, read, wabas, derived, running, replaying } = batch;
  const { rows, events } = derived;
  await joinPeople(tx, organizationId, derived);
  const ours = new Set(wabas.map(({ id }) => id));
  if (replaying) {
    await dropFactsOfDeliveries(
      tx,
      organizationId,
      read.map(({ delivery }) => delivery.id),
    );
  }
  // Facts that come in while a replay runs are marked like its own, so that its first touch does not take them back.
  if (running !== null) await resetExposures(tx, organizationId, running, [...rows.exposures.keys()]);
  const exposures = [...rows.exposures.values()];
  const { knownStatuses } = await foldExposures(tx, organizationId, exposures, running?.id ?? null);
  const knownSignals = await storeSignals(tx, organizationId, [...rows.signals.values()]);
  await storeAdReferrals(tx, organizationId, [...rows.referrals.values()]);
  await storeContactLinks(tx, organizationId, [...rows.links.values()]);
  await storeWebhookEvents(tx, events);
  if (!replaying) {
    const place = { organizationId, connectionId: wabas[0]?.connectionId ?? null, at: ports.clock.now() };
    await recordUnknownWords(tx, place, unknownWords(read));
  }
  await applyManagementChanges(tx, ports, {
    organizationId,
    receivedBy: read.map(({ delivery, envelope }) => ({
      deliveryId: delivery.id,
      receivedAt: delivery.receivedAt,
      changes: (envelope?.changes ?? []).filter(({ wabaId }) => wabaId !== null && ours.has(wabaId)),
    })),
    wabas,
    replaying,
  });
  return { duplicates: rows.repeatedStatuses + knownStatuses + knownSignals };
}

/** Before any fact is written: who is the same person, by links and by a new contact key. */
async function joinPeople(
  tx: Db,
  organizationId: string,
  { rows, keyVersions }: DerivedFacts,
): Promise<void> {
  const seen = [...rows.seen].map(([current, older]) => ({ current, older }));
  await linkOldHashes(tx, organizationId, keyVersions, seen);
  const [version] = keyVersions;
  if (rows.links.size === 0 || version === undefined) return;
  const pairs = [...rows.links.values()].map(({ from, to, recordedAt }) => ({
    from,
    fromKeyVersion: version,
    to,
    toKeyVersion: version,
    toldAt: recordedAt,
  }));
  // Mostly known for long: then nobody has to wait for anybody.
  await joinContacts(tx, organizationId, await findSeparatePairs(tx, organizationId, pairs));
}

/** Words about messages that this version does not know, for the collector page. */
function unknownWords(read: readonly ReadDelivery<KeptDelivery>[]): MetWord[] {
  return read.flatMap(({ messages }) =>
    messages.flatMap(({ change, facts }) =>
      facts.unknown.map(({ place, value }) => ({
        place: `webhook.${place}`,
        value,
        subjectId: change.wabaId ?? "unknown",
      })),
    ),
  );
}
