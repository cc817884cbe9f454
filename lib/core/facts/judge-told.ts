import { readImportTime } from "../history/read-import-time.ts";

/** What is wrong with a field of a row. */
export interface RowFault {
  readonly path: string;
  readonly message: string;
}

/** A row as it was told, in order but for its contact, which is read where it is hashed. Times in milliseconds. */
export interface ToldOptInRow {
  readonly id: string | null;
  readonly contact: unknown;
  readonly source: string;
  readonly optedInAt: number;
  readonly evidence: string | null;
}
export interface ToldExposureRow {
  readonly id: string;
  readonly contact: unknown;
  readonly phoneNumberId: string;
  readonly campaign: string | null;
  readonly source: string | null;
  readonly template: string | null;
  readonly category: string | null;
  readonly sentAt: number;
  readonly status: ExposureStatus | null;
  readonly deliveredAt: number | null;
  readonly readAt: number | null;
  readonly failedAt: number | null;
  readonly errorCode: number | null;
}
export interface ToldSignalRow {
  readonly id: string;
  /** Absent when the message is named instead. */
  readonly contact: unknown;
  readonly exposureId: string | null;
  readonly phoneNumberId: string;
  readonly kind: SignalKind;
  readonly occurredAt: number;
  readonly basis: SignalBasis;
}

export const exposureStatuses = ["accepted", "sent", "delivered", "read", "failed"] as const;
export type ExposureStatus = (typeof exposureStatuses)[number];
export const signalKinds = [
  "block",
  "report",
  "opt_out",
  "suspected_block",
  "ecosystem_hold",
  "undelivered",
  "resume",
] as const;
export type SignalKind = (typeof signalKinds)[number];
export const signalBases = ["observed", "imported", "inferred"] as const;
export type SignalBasis = (typeof signalBases)[number];
export const messageCategories = [
  "marketing",
  "marketing_lite",
  "utility",
  "authentication",
  "authentication_international",
  "service",
  "referral_conversion",
] as const;

/** Between which instants a fact may lie. */
export interface FactTimes {
  readonly now: Date;
  /** Single facts are kept from here on: an older one could not be told from one that was counted and dropped. */
  readonly oldest: Date;
}

export type Judged<Row> =
  { readonly row: Row; readonly faults: null } | { readonly row: null; readonly faults: readonly RowFault[] };

const dayMs = 86_400_000;
const longestKey = 128;
const longestId = 512;
const longestEvidence = 1_000;

/** `{ contact, source, optedInAt, evidence?, id? }` */
export function judgeOptIn(raw: unknown, times: FactTimes): Judged<ToldOptInRow> {
  const read = createReader(raw, times, optInFields);
  return read.judged({
    id: read.optionalText("id", longestId),
    contact: read.contact(true),
    source: read.key("source", true) ?? "",
    optedInAt: read.time("optedInAt", true) ?? 0,
    evidence: read.evidence(),
  });
}

/** `{ id, contact, phoneNumberId, campaign?, source?, template?, category?, sentAt, status?, …At?, errorCode? }` */
export function judgeExposure(raw: unknown, times: FactTimes): Judged<ToldExposureRow> {
  const read = createReader(raw, times, exposureFields);
  const sentAt = read.time("sentAt", true) ?? 0;
  return read.judged({
    id: read.text("id", longestId),
    contact: read.contact(true),
    phoneNumberId: read.text("phoneNumberId", 64),
    campaign: read.key("campaign", false),
    source: read.key("source", false),
    template: read.key("template", false, 512),
    category: read.word("category", messageCategories, false),
    sentAt,
    status: read.word("status", exposureStatuses, false),
    deliveredAt: read.timeAfter("deliveredAt", "sentAt", sentAt),
    readAt: read.timeAfter("readAt", "sentAt", sentAt),
    failedAt: read.timeAfter("failedAt", "sentAt", sentAt),
    errorCode: read.errorCode(),
  });
}

/** `{ id, contact?, exposureId?, phoneNumberId, kind, occurredAt, basis? }` */
export function judgeSignal(raw: unknown, times: FactTimes): Judged<ToldSignalRow> {
  const read = createReader(raw, times, signalFields);
  return read.judged({
    id: read.text("id", longestId),
    contact: read.contact(false),
    exposureId: read.optionalText("exposureId", longestId),
    phoneNumberId: read.text("phoneNumberId", 64),
    kind: read.word("kind", signalKinds, true) ?? "block",
    occurredAt: read.time("occurredAt", true) ?? 0,
    basis: read.word("basis", signalBases, false) ?? "imported",
  });
}

const optInFields = new Set(["id", "contact", "source", "optedInAt", "evidence"]);
const exposureFields = new Set([
  "id",
  "contact",
  "phoneNumberId",
  "campaign",
  "source",
  "template",
  "category",
  "sentAt",
  "status",
  "deliveredAt",
  "readAt",
  "failedAt",
  "errorCode",
]);
const signalFields = new Set(["id", "contact", "exposureId", "phoneNumberId", "kind", "occurredAt", "basis"]);

/** Days up to the 28th exist in every month: the rest is looked at more closely. */
const plainInstant = /^\d{4}-\d{2}-(?:[01]\d|2[0-8])T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;
// eslint's rule against control characters in patterns is about accidents: these are the ones that are refused.
const isControl = (code: number) => code < 32 || (code >= 127 && code < 160);

/** Half of a pair: text that PostgreSQL's JSON refuses, and with it the whole batch. */
const halfCharacter = /\p{Surrogate}/gu;

const plainText = /^[!-~]+$/;
/** Anything but spaces and marks that only tell how to set text. */
const visible = /[^\p{Z}\p{C}\p{Variation_Selector}]/u;

/** Null when it is nested more deeply than can be written. */
function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

/** Reads the fields of one row and gathers what is wrong. */
function createReader(raw: unknown, times: FactTimes, known: ReadonlySet<string>) {
  const faults: RowFault[] = [];
  // What is said again goes into JSON that PostgreSQL may keep.
  const fault = (path: string, message: string) => {
    faults.push({
      path: path.replace(halfCharacter, "\ufffd"),
      message: message.replace(halfCharacter, "\ufffd"),
    });
    return null;
  };
  let fields: Record<string, unknown> = {};
  const isObject = typeof raw === "object" && raw !== null && !Array.isArray(raw);
  if (isObject) {
    fields = raw as Record<string, unknown>;
    for (const name of Object.keys(fields)) {
      if (!known.has(name)) fault(name.slice(0, 64).replaceAll("\0", ""), "is not a known field");
    }
  }
  const at = (name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

  function optionalText(name: string, longest: number): string | null {
    const value = at(name);
    if (value === undefined || value === null) return null;
    if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
    if (typeof value !== "string") return fault(name, "must be text");
    const text = value.trim();
    if (text === "") return fault(name, "must not be empty");
    if (text.length > longest) return fault(name, `is longer than ${longest} characters`);
    if (text.includes("\0")) return fault(name, "contains the character U+0000");
    if (text.search(halfCharacter) >= 0) return fault(name, "contains half a character (a lone surrogate)");
    return text;
  }

  function time(name: string, required: boolean): number | null {
    const value = at(name);
    if (value === undefined || value === null) return required ? fault(name, "is missing") : null;
    if (typeof value !== "string") {
      return fault(name, "must be an instant with its zone, such as 2026-05-01T09:30:00Z");
    }
    const quick = plainInstant.test(value) ? Date.parse(value) : Number.NaN;
    let ms = quick;
    if (Number.isNaN(quick) || quick < times.oldest.getTime() || quick > times.now.getTime()) {
      if (/^\d+(\.\d+)?$/.test(value.trim())) {
        return fault(name, "must be an instant with its zone, such as 2026-05-01T09:30:00Z");
      }
      const read = readImportTime(value, times.now);
      if (!read.ok) return fault(name, read.message);
      ms = read.at.getTime();
    }
    if (ms < times.oldest.getTime()) {
      return fault(
        name,
        `is before ${times.oldest.toISOString().slice(0, 10)}: single facts are not kept for so long`,
      );
    }
    return ms;
  }

  return {
    optionalText,
    time,
    /** Clocks of two systems differ by some hours at most, when one of them has a wrong zone; by more is a mistake. */
    timeAfter(name: string, earlier: string, earliest: number): number | null {
      const ms = time(name, false);
      return ms !== null && ms < earliest - dayMs ? fault(name, `is more than a day before ${earlier}`) : ms;
    },
    text(name: string, longest: number): string {
      if (at(name) === undefined || at(name) === null) fault(name, "is missing");
      return optionalText(name, longest) ?? "";
    },
    key(name: string, required: boolean, longest = longestKey): string | null {
      if (required && (at(name) === undefined || at(name) === null)) return fault(name, "is missing");
      const text = optionalText(name, longest);
      if (text === null) return null;
      for (let index = 0; index < text.length; index++) {
        if (isControl(text.charCodeAt(index))) return fault(name, "contains a control character");
      }
      if (plainText.test(text)) return text;
      if (!visible.test(text)) return fault(name, "has no character that can be seen");
      // The same letters, typed on another system, are the same key.
      return text.normalize("NFC");
    },
    /** Whether there is one; what it is, is read where it is hashed. */
    contact(required: boolean): unknown {
      const value = at("contact");
      if (required && (value === undefined || value === null || value === "")) fault("contact", "is missing");
      return value ?? undefined;
    },
    word<Word extends string>(name: string, words: readonly Word[], required: boolean): Word | null {
      const value = at(name);
      if (value === undefined || value === null) return required ? fault(name, "is missing") : null;
      const found = words.find((word) => word === value);
      return found ?? fault(name, `must be one of ${words.join(", ")}`);
    },
    errorCode(): number | null {
      const value = at("errorCode");
      if (value === undefined || value === null) return null;
      const code = typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) : value;
      if (typeof code !== "number" || !Number.isInteger(code) || code < 0 || code > 2_147_483_647) {
        return fault("errorCode", "must be the number of one of Meta's error codes");
      }
      return code;
    },
    /** A reference to a proof, as text or as an object of a sender's own. Never somebody's address or number. */
    evidence(): string | null {
      const value = at("evidence");
      if (value === undefined || value === null) return null;
      if (typeof value !== "string" && (typeof value !== "object" || Array.isArray(value))) {
        return fault("evidence", "must be text or an object");
      }
      const text = typeof value === "string" ? value.trim() : jsonOf(value);
      if (text === null) return fault("evidence", "is nested too deeply; send a reference to it");
      if (text === "") return null;
      if (text.length > longestEvidence) {
        return fault("evidence", `is longer than ${longestEvidence} characters; send a reference to it`);
      }
      if (text.includes("\0") || text.includes("\\u0000")) {
        return fault("evidence", "contains the character U+0000");
      }
      if (text.search(halfCharacter) >= 0 || /\\ud[89a-f][0-9a-f]{2}/.test(text)) {
        return fault("evidence", "contains half a character (a lone surrogate)");
      }
      if (/[^\s@"]@[^\s@"]+\.[a-z]/i.test(text) || /\+\d[\d ().-]{7,}\d/.test(text)) {
        return fault("evidence", "holds somebody's address or number; send a reference that names nobody");
      }
      return text;
    },
    judged<Row>(row: Row): Judged<Row> {
      if (!isObject) return { row: null, faults: [{ path: "", message: "must be an object" }] };
      return faults.length === 0 ? { row, faults: null } : { row: null, faults };
    },
  };
}
