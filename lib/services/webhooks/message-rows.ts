import type { IncomingReferral } from "../../adapters/db/ad-referrals.ts";
import type { IncomingContactLink } from "../../adapters/db/contact-links.ts";
import type { IncomingExposure } from "../../adapters/db/exposures.ts";
import type { IncomingSignal } from "../../adapters/db/signals.ts";
import type {
  InboundFact,
  MessageFacts,
  PreferenceFact,
  StatusFact,
} from "../../core/messages/message-facts.ts";
import { signalOfError } from "../../core/messages/signal-of-error.ts";
import type { ContactHasher } from "../context.ts";

/** Where facts were read: a delivery, its change, and the business number that the change names. */
export interface FactsPlace {
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly changeIndex: number;
  readonly wabaId: string;
}

/** Rows of one batch, each id once. */
export interface MessageRows {
  readonly exposures: Map<string, IncomingExposure>;
  readonly signals: Map<string, IncomingSignal>;
  readonly referrals: Map<string, IncomingReferral>;
  readonly links: Map<string, IncomingContactLink>;
  /** While a new contact key comes into use: people under the newest key, with their hashes under the older ones. */
  readonly seen: Map<string, readonly string[]>;
  /** Statuses that another one of the same batch had told already. */
  repeatedStatuses: number;
}

export function emptyMessageRows(): MessageRows {
  return {
    exposures: new Map(),
    signals: new Map(),
    referrals: new Map(),
    links: new Map(),
    seen: new Map(),
    repeatedStatuses: 0,
  };
}

/**
 * Adds the facts of one change to the rows of its batch: people become keyed hashes, statuses of one message are
 * folded into one row. The ids of rows follow from what Meta said, so that working on it twice adds nothing.
 */
export function addMessageRows(
  rows: MessageRows,
  place: FactsPlace,
  facts: MessageFacts,
  hasher: ContactHasher,
): void {
  const people = new Map<string, string>();
  const hash = (identity: string | null): string | null => {
    if (identity === null) return null;
    let hex = people.get(identity);
    if (hex === undefined) {
      const [newest, ...older] = hasher.hashes(identity).map((one) => one.hash);
      if (newest === undefined) throw new Error("There is no contact key in use.");
      hex = newest;
      people.set(identity, hex);
      if (older.length > 0) rows.seen.set(hex, older);
    }
    return hex;
  };
  const frame: Frame = {
    place,
    hash,
    messageKey: (messageId) => hasher.messageKey(messageId),
    keyVersion: hasher.keyVersion,
    phoneNumberId: facts.phoneNumberId ?? "unknown",
    recordedAt: place.receivedAt.toISOString(),
  };
  for (const status of facts.statuses) addStatus(rows, frame, status);
  for (const message of facts.inbound) addInbound(rows, frame, message);
  for (const preference of facts.preferences) addPreference(rows, frame, preference);
  for (const link of facts.links) {
    const [from, to] = [hash(link.from), hash(link.to)];
    if (from === null || to === null || from === to) continue;
    const row = { from, to, reason: link.reason, occurredAt: link.at.toISOString(), ...told(frame) };
    keepEarliest(rows.links, `${from} ${to}`, row);
  }
  facts.systemErrors.forEach(({ code }, index) => {
    const kind = signalOfError(code);
    if (kind !== "spam_limited") return;
    const id = `system:${place.deliveryId.slice(0, 32)}:${place.changeIndex}:${index}`;
    const detail = { via: "system-error", code };
    const at = { contact: null, exposureId: null, occurredAt: frame.recordedAt };
    addSignal(rows, frame, { id, kind, detail, ...at });
  });
}

interface Frame {
  readonly place: FactsPlace;
  readonly hash: (identity: string | null) => string | null;
  readonly messageKey: (messageId: string) => string;
  readonly keyVersion: number;
  readonly phoneNumberId: string;
  readonly recordedAt: string;
}

function told(frame: Frame) {
  return { recordedAt: frame.recordedAt, deliveryId: frame.place.deliveryId };
}

function addStatus(rows: MessageRows, frame: Frame, status: StatusFact): void {
  const contact = frame.hash(status.recipient);
  const participant = frame.hash(status.participant);
  // A group message is one exposure for each participant that Meta reports on.
  const id = frame.messageKey(
    status.participant === null ? status.messageId : `${status.messageId} participant ${status.participant}`,
  );
  const at = status.at.toISOString();
  const row: IncomingExposure = {
    id,
    phoneNumberId: frame.phoneNumberId,
    contact: participant ?? contact,
    contactKeyVersion: participant === null && contact === null ? null : frame.keyVersion,
    occurredAt: at,
    recordedAt: frame.recordedAt,
    sentAt: status.status === "sent" ? at : null,
    deliveredAt: status.status === "delivered" ? at : null,
    readAt: status.status === "read" ? at : null,
    failedAt: status.status === "failed" ? at : null,
    errorCode: status.errorCode,
    callbackData: status.callbackData,
    campaignKey: status.campaignKey,
    sourceKey: status.sourceKey,
    templateKey: status.templateKey,
    pricingCategory: status.pricingCategory,
    pricingType: status.pricingType,
    billable: status.billable,
  };
  const before = rows.exposures.get(id);
  if (before === undefined) rows.exposures.set(id, row);
  else {
    rows.repeatedStatuses += repeats(before, row);
    rows.exposures.set(id, fold(before, row));
  }
  const kind = status.status === "failed" ? signalOfError(status.errorCode) : null;
  if (kind === null) return;
  const detail = { via: "failed-status", code: status.errorCode };
  addSignal(rows, frame, {
    id: `failed:${id}`,
    kind,
    contact: row.contact,
    exposureId: id,
    occurredAt: at,
    detail,
  });
}

function addInbound(rows: MessageRows, frame: Frame, message: InboundFact): void {
  const contact = frame.hash(message.from);
  const key = frame.messageKey(message.messageId);
  const occurredAt = message.at.toISOString();
  const said = message.optOut ?? message.resume;
  if (said !== null) {
    addSignal(rows, frame, {
      id: `message:${key}`,
      kind: message.optOut === null ? "resume" : "opt_out",
      contact,
      exposureId: message.contextId === null ? null : frame.messageKey(message.contextId),
      occurredAt,
      detail: { via: said.via, keyword: said.keyword, language: said.language },
    });
  }
  if (message.referral === null) return;
  const { sourceType, sourceId, clickId } = message.referral;
  keepEarliest(rows.referrals, key, {
    id: key,
    phoneNumberId: frame.phoneNumberId,
    contact,
    contactKeyVersion: contact === null ? null : frame.keyVersion,
    sourceType,
    sourceId,
    clickId,
    occurredAt,
    ...told(frame),
  });
}

function addPreference(rows: MessageRows, frame: Frame, preference: PreferenceFact): void {
  const contact = frame.hash(preference.person);
  const occurredAt = preference.at.toISOString();
  // Meta repeats the same entry; only its own time tells a second stop from a repetition.
  const time = preference.atKnown ? String(preference.at.getTime()) : frame.place.deliveryId.slice(0, 16);
  const category = preference.category ?? "all";
  const who = preference.person ?? "unknown";
  // The same over a change of keys, and nothing that speaks of the person.
  const key = frame.messageKey(`${frame.phoneNumberId} ${who} ${category} ${preference.value} ${time}`);
  const id = `preference:${key}`;
  addSignal(rows, frame, {
    id,
    kind: preference.value === "stop" ? "opt_out" : "resume",
    contact,
    exposureId: null,
    occurredAt,
    detail: { via: "preference", category },
  });
}

function addSignal(
  rows: MessageRows,
  frame: Frame,
  signal: Pick<IncomingSignal, "id" | "kind" | "contact" | "exposureId" | "occurredAt" | "detail">,
): void {
  const contactKeyVersion = signal.contact === null ? null : frame.keyVersion;
  const row = { ...signal, contactKeyVersion, phoneNumberId: frame.phoneNumberId, ...told(frame) };
  keepEarliest(rows.signals, signal.id, row);
}

/** Of two tellings in one batch the one received earlier counts, as between batches. */
function keepEarliest<T extends { readonly recordedAt: string; readonly deliveryId: string }>(
  rows: Map<string, T>,
  key: string,
  row: T,
): void {
  const before = rows.get(key);
  const earlier =
    before === undefined ||
    row.recordedAt < before.recordedAt ||
    (row.recordedAt === before.recordedAt && row.deliveryId < before.deliveryId);
  if (earlier) rows.set(key, row);
}

function repeats(a: IncomingExposure, b: IncomingExposure): number {
  const both = (x: string | null, y: string | null) => (x !== null && y !== null ? 1 : 0);
  return (
    both(a.sentAt, b.sentAt) +
    both(a.deliveredAt, b.deliveredAt) +
    both(a.readAt, b.readAt) +
    both(a.failedAt, b.failedAt)
  );
}

/** The same fold as the statement in adapters/db/exposures.ts: the smaller of two values, a value before none. */
function fold(a: IncomingExposure, b: IncomingExposure): IncomingExposure {
  return {
    id: a.id,
    phoneNumberId: a.phoneNumberId,
    contact: least(a.contact, b.contact),
    contactKeyVersion: a.contactKeyVersion ?? b.contactKeyVersion,
    occurredAt: a.occurredAt < b.occurredAt ? a.occurredAt : b.occurredAt,
    recordedAt: a.recordedAt < b.recordedAt ? a.recordedAt : b.recordedAt,
    sentAt: least(a.sentAt, b.sentAt),
    deliveredAt: least(a.deliveredAt, b.deliveredAt),
    readAt: least(a.readAt, b.readAt),
    failedAt: least(a.failedAt, b.failedAt),
    errorCode: least(a.errorCode, b.errorCode),
    callbackData: least(a.callbackData, b.callbackData),
    campaignKey: least(a.campaignKey, b.campaignKey),
    sourceKey: least(a.sourceKey, b.sourceKey),
    templateKey: least(a.templateKey, b.templateKey),
    pricingCategory: least(a.pricingCategory, b.pricingCategory),
    pricingType: least(a.pricingType, b.pricingType),
    billable: least(a.billable, b.billable),
  };
}

function least<T extends string | number | boolean>(a: T | null, b: T | null): T | null {
  if (a === null) return b;
  return b === null || a < b ? a : b;
}
