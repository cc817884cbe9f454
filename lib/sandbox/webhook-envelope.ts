import type { JsonObject } from "./json-object.ts";

/** One changed thing inside an envelope. */
export interface WebhookChange {
  readonly field: string;
  readonly value: JsonObject;
}

export interface WebhookEntry {
  /** WABA id. */
  readonly id: string;
  /** Unix seconds; management fields have it, `messages` and `user_preferences` do not. */
  readonly time?: number;
  readonly changes: readonly (WebhookChange | { readonly value: JsonObject })[];
  /** Only in the misplaced variant. */
  readonly field?: string;
}

/** What Meta posts to a callback address. */
export interface WebhookEnvelope {
  readonly object: "whatsapp_business_account";
  readonly entry: readonly WebhookEntry[];
}

const fieldsWithoutTime = new Set(["messages", "user_preferences"]);

/** Wraps one change for one WABA. @param at real instant, unix milliseconds */
export function envelopeOf(wabaId: string, change: WebhookChange, at: number): WebhookEnvelope {
  const time = fieldsWithoutTime.has(change.field) ? {} : { time: Math.floor(at / 1000) };
  return { object: "whatsapp_business_account", entry: [{ id: wabaId, ...time, changes: [change] }] };
}

/** Updates that one delivery may hold. */
const mostChanges = 1_000;

/** Packs changes into few envelopes: one per account, more only above 1,000 changes. Instants are unix milliseconds. */
export function envelopesOf(
  tellings: readonly { readonly wabaId: string; readonly change: WebhookChange; readonly at: number }[],
): readonly WebhookEnvelope[] {
  const entries = new Map<string, { id: string; time?: number; changes: WebhookChange[] }>();
  const full: WebhookEntry[] = [];
  for (const { wabaId, change, at } of tellings) {
    const time = fieldsWithoutTime.has(change.field) ? {} : { time: Math.floor(at / 1000) };
    const key = `${wabaId}/${time.time ?? ""}`;
    const entry = entries.get(key) ?? { id: wabaId, ...time, changes: [] };
    entry.changes.push(change);
    entries.set(key, entry);
    if (entry.changes.length < mostChanges) continue;
    full.push(entry);
    entries.delete(key);
  }
  const byAccount = new Map<string, WebhookEntry[]>();
  for (const entry of entries.values()) {
    byAccount.set(entry.id, [...(byAccount.get(entry.id) ?? []), entry]);
  }
  return [...full.map((entry) => [entry]), ...byAccount.values()].map((entry) => ({
    object: "whatsapp_business_account",
    entry,
  }));
}

const rawNumberMark = "\u0000raw:";

/** An id that leaves as a JSON number with exactly these digits, however far beyond 2^53 it is. */
export function rawNumber(digits: string): string {
  return `${rawNumberMark}${digits}`;
}

/** The bytes that are signed and sent: raw numbers unquoted, everything beyond ASCII as `\uXXXX`, as Meta does it. */
export function webhookBytes(envelope: WebhookEnvelope): Buffer {
  const text = JSON.stringify(envelope)
    .replace(/"\\u0000raw:(\d+)"/g, "$1")
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Buffer.from(text);
}
