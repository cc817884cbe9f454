import type { Db } from "../../adapters/db/open-database.ts";
import { recordUnknownWords } from "../../adapters/db/unknown-words.ts";
import {
  dropHistoryOf,
  insertHistory,
  noteWebhooksHeard,
  retellHistory,
  storeRestrictions,
  type HistoryRow,
} from "../../adapters/db/webhook-state.ts";
import {
  updateNumbers,
  updatePortfolios,
  updateTemplates,
  updateWabas,
} from "../../adapters/db/announced-state.ts";
import { isAboutAccounts } from "../../core/collection/webhook-fields.ts";
import { readManagementFacts, type Restriction } from "../../core/collection/management-facts.ts";
import type { ServicePorts, WebhookChange } from "../context.ts";
import { findFactSubjects, type FoundSubject, type PlacedFact } from "./find-fact-subjects.ts";
import type { KnownWaba } from "./webhook-changes.ts";

export interface ReceivedChanges {
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly changes: readonly WebhookChange[];
}

interface Gathered {
  readonly facts: PlacedFact[];
  readonly restrictions: { readonly wabaId: string; readonly at: Date; readonly restriction: Restriction }[];
  readonly unknown: { readonly place: string; readonly value: string; readonly subjectId: string }[];
  /** When each WABA was last spoken of, and when of the account, its numbers or its templates. */
  readonly heard: Map<string, { at: Date; aboutAccount: boolean }>;
  readonly deliveryIds: string[];
}

/**
 * Writes what Meta announced into history and newest state, in the caller's transaction. Ids come from the delivery,
 * so that working on it twice adds nothing. The order of deliveries does not matter: a change is inserted at its own
 * time, and the newest of a field decides its state unless a poll has read it since (docs/faults.md F17).
 *
 * @param input.wabas the organization's; changes of others are left alone.
 * @param input.replaying old deliveries are read anew: their history is replaced, and nothing is counted again.
 */
export async function applyManagementChanges(
  tx: Db,
  ports: Pick<ServicePorts, "clock">,
  input: {
    readonly organizationId: string;
    readonly receivedBy: readonly ReceivedChanges[];
    readonly wabas: readonly KnownWaba[];
    readonly replaying: boolean;
  },
): Promise<void> {
  const { organizationId, wabas, replaying } = input;
  const gathered = gather(input.receivedBy, wabas);
  if (gathered.heard.size === 0) return;
  if (gathered.facts.length > 0) {
    if (replaying) await dropHistoryOf(tx, organizationId, gathered.deliveryIds, [...gathered.heard.keys()]);
    const found = await findFactSubjects(tx, organizationId, wabas, gathered.facts);
    await storeHistory(tx, organizationId, found);
  }
  await storeRestrictions(
    tx,
    organizationId,
    gathered.restrictions.map(({ wabaId, at, restriction }) => ({
      wabaId,
      type: restriction.type,
      until: restriction.until?.toISOString() ?? null,
      announcedAt: at.toISOString(),
    })),
  );
  if (replaying) return;
  await recordUnknownWords(
    tx,
    { organizationId, connectionId: wabas[0]?.connectionId ?? null, at: ports.clock.now() },
    gathered.unknown,
  );
  await noteWebhooksHeard(
    tx,
    organizationId,
    [...gathered.heard].map(([wabaId, { at, aboutAccount }]) => ({
      wabaId,
      at: at.toISOString(),
      aboutAccount,
    })),
  );
}

function gather(receivedBy: readonly ReceivedChanges[], wabas: readonly KnownWaba[]): Gathered {
  const known = new Set(wabas.map(({ id }) => id));
  const gathered: Gathered = { facts: [], restrictions: [], unknown: [], heard: new Map(), deliveryIds: [] };
  for (const { deliveryId, receivedAt, changes } of receivedBy) {
    let hasFacts = false;
    for (const change of changes) {
      const { wabaId, field, displayDigits, value } = change;
      if (wabaId === null || !known.has(wabaId)) continue;
      const before = gathered.heard.get(wabaId);
      gathered.heard.set(wabaId, {
        at: before === undefined || before.at < receivedAt ? receivedAt : before.at,
        aboutAccount: before?.aboutAccount === true || isAboutAccounts(field),
      });
      const read = readManagementFacts({ field, displayDigits, value });
      // Meta's clock may run ahead of ours; a change of the future would hold every later one off.
      const at = change.entryTime !== null && change.entryTime < receivedAt ? change.entryTime : receivedAt;
      read.facts.forEach((fact, place) => {
        const id = `${deliveryId.slice(0, 32)}-${String(change.index).padStart(5, "0")}-${place}`;
        gathered.facts.push({ id, deliveryId, receivedAt, wabaId, at, fact });
      });
      hasFacts ||= read.facts.length > 0;
      for (const restriction of read.restrictions) gathered.restrictions.push({ wabaId, at, restriction });
      for (const word of read.unknown) gathered.unknown.push({ ...word, subjectId: wabaId });
    }
    if (hasFacts) gathered.deliveryIds.push(deliveryId);
  }
  return gathered;
}

/** History first; the newest of each field in it then says what the state is. */
async function storeHistory(tx: Db, organizationId: string, found: readonly FoundSubject[]): Promise<void> {
  const rows = found.map(({ placed, kind, subjectId }): HistoryRow => ({
    kind,
    subjectId,
    id: placed.id,
    field: placed.fact.field,
    from: placed.fact.from,
    to: placed.fact.to,
    holds: placed.fact.holds,
    occurredAt: placed.at.toISOString(),
    recordedAt: placed.receivedAt.toISOString(),
    deliveryId: placed.deliveryId,
  }));
  await insertHistory(tx, organizationId, rows);
  await retellHistory(tx, organizationId, rows);
  const idsOf = (kind: HistoryRow["kind"]) => [
    ...new Set(rows.flatMap((row) => (row.kind === kind && row.holds ? [row.subjectId] : []))),
  ];
  // In the order in which polls lock these rows.
  await updateTemplates(tx, organizationId, idsOf("template"));
  await updateNumbers(tx, organizationId, idsOf("phone-number"));
  await updateWabas(tx, organizationId, idsOf("waba"));
  await updatePortfolios(tx, organizationId, idsOf("portfolio"));
}
