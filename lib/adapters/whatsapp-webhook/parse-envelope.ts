import { findField, mayBePersonal } from "../../core/messages/find-field.ts";
import { losslessJson } from "./lossless-json.ts";

/** One change of a delivery, found leniently. */
export interface WebhookChange {
  /** Its place in the delivery, counted over all entries from 0, broken ones included. */
  readonly index: number;
  /** Entry id as text; "unknown" when it is missing or no id. */
  readonly wabaId: string;
  readonly field: string;
  /** When Meta says it happened; `messages` and `user_preferences` carry no time here. */
  readonly entryTime: Date | null;
  /** The business phone number as bare digits, for matching. */
  readonly displayDigits: string | null;
  /** The value's `event`, in Meta's capitals. */
  readonly event: string | null;
  /** An object. Integers of 16 or more digits are strings in it. */
  readonly value: unknown;
  /** True when the value may hold data about people: never store it in clear. */
  readonly personal: boolean;
}

export type ParsedEnvelope =
  | {
      readonly kind: "envelope";
      readonly object: string | null;
      readonly changes: readonly WebhookChange[];
      /** Each once, in order of appearance; "unknown" is not among the ids. */
      readonly wabaIds: readonly string[];
      readonly fields: readonly string[];
      readonly broken: readonly { readonly index: number; readonly reason: string }[];
    }
  | { readonly kind: "unreadable"; readonly reason: string };

type Loose = Readonly<Record<string, unknown>>;

/** Deeper values would overflow the stack of those who walk them later. Meta's deepest known value has 9 levels. */
const maximumDepth = 64;

/**
 * Reads a webhook delivery. Never throws; one broken change never loses the others. Reasons quote nothing from the body.
 * Bytes that are not UTF-8 are read as U+FFFD: the signature has already been checked, and the raw body is kept elsewhere.
 */
export function parseEnvelope(rawBody: Uint8Array): ParsedEnvelope {
  let root: unknown;
  try {
    root = losslessJson(new TextDecoder("utf-8").decode(rawBody));
  } catch (error) {
    return {
      kind: "unreadable",
      reason: error instanceof SyntaxError ? "the body is not JSON" : "the body cannot be parsed",
    };
  }
  if (!isObject(root)) return { kind: "unreadable", reason: "the body is not a JSON object" };

  const changes: WebhookChange[] = [];
  const broken: { index: number; reason: string }[] = [];
  let object = textOf(root["object"]);
  let index = 0;
  for (const entry of entriesOf(root)) {
    if (isObject(entry)) object ??= textOf(entry["object"]);
    for (const candidate of changesOf(entry)) {
      const change = isObject(entry) ? readChange(entry, candidate, index) : "the entry is not an object";
      if (typeof change === "string") broken.push({ index, reason: change });
      else changes.push(change);
      index += 1;
    }
  }
  return {
    kind: "envelope",
    object,
    changes,
    wabaIds: unique(changes.map(({ wabaId }) => wabaId)).filter((wabaId) => wabaId !== "unknown"),
    fields: unique(changes.map(({ field }) => field)),
    broken,
  };
}

/** Meta's documentation shows some samples without the envelope: then the body is its own entry. */
function entriesOf(root: Loose): readonly unknown[] {
  return Object.hasOwn(root, "entry") ? asList(root["entry"]) : Object.hasOwn(root, "value") ? [root] : [];
}

/** An entry may be the change itself. One that holds nothing still counts, as a broken change. */
function changesOf(entry: unknown): readonly unknown[] {
  if (!isObject(entry) || !Object.hasOwn(entry, "changes")) return [entry];
  return asList(entry["changes"]);
}

/** The change, or in words why there is none. */
function readChange(entry: Loose, change: unknown, index: number): WebhookChange | string {
  if (!isObject(change)) return "the change is not an object";
  const value = change["value"];
  if (value === undefined) return "the change has no value";
  if (!isObject(value)) return "the value is not an object";
  if (isDeeperThan(maximumDepth, value)) return `the value is nested more than ${maximumDepth} levels deep`;
  const field = findField({ change, value, entry });
  return {
    index,
    wabaId: idOf(entry["id"]),
    field,
    entryTime: timeOf(entry["time"]),
    displayDigits: digitsOf(value),
    event: eventOf(value["event"]),
    value,
    personal: mayBePersonal(field, value),
  };
}

function digitsOf(value: Loose): string | null {
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  const written = value["display_phone_number"] ?? metadata["display_phone_number"] ?? value["phone_number"];
  if (typeof written !== "string" && typeof written !== "number") return null;
  const digits = String(written).replace(/\D/g, "");
  return digits.length >= 4 && digits.length <= 20 ? digits : null;
}

/** Unix seconds, or milliseconds when the size says so, as a number or digits; null outside 2009 to 2100. */
function timeOf(written: unknown): Date | null {
  const number = typeof written === "string" && /^\d{1,13}$/.test(written) ? Number(written) : written;
  if (typeof number !== "number" || !Number.isFinite(number)) return null;
  const milliseconds = number > 1e11 ? number : number * 1000;
  return milliseconds >= Date.UTC(2009) && milliseconds < Date.UTC(2100) ? new Date(milliseconds) : null;
}

function idOf(written: unknown): string {
  const id = typeof written === "number" && Number.isSafeInteger(written) ? String(written) : written;
  return typeof id === "string" && /^[\w.-]{1,64}$/.test(id) ? id : "unknown";
}

/** Only words in Meta's manner: this is stored in clear for every field. */
function eventOf(written: unknown): string | null {
  return typeof written === "string" && /^[A-Z][A-Z_]{0,79}$/.test(written) ? written : null;
}

function textOf(written: unknown): string | null {
  return typeof written === "string" && written.length <= 100 ? written : null;
}

/** Goes no deeper than the limit itself, so it cannot overflow. */
function isDeeperThan(limit: number, value: object): boolean {
  if (limit === 0) return true;
  for (const inside of Object.values(value) as unknown[]) {
    if (isContainer(inside) && isDeeperThan(limit - 1, inside)) return true;
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isObject(value: unknown): value is Loose {
  return isContainer(value) && !Array.isArray(value);
}

/** A single object where a list belongs counts as a list of one. */
function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return value === undefined || value === null ? [] : [value];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
