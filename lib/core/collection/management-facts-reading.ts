/** What a fact is about. Numbers and templates are named as Meta names them; which row that is, is found later. */
export type FactSubject =
  | { readonly kind: "waba" }
  | { readonly kind: "portfolio" }
  /** By bare digits within the WABA, or by Meta's id where it gives one. */
  | { readonly kind: "phone-number"; readonly digits: string | null; readonly id: string | null }
  /** The id may have been mangled on its way (docs/faults.md): name and language name it too. */
  | {
      readonly kind: "template";
      readonly id: string | null;
      readonly name: string | null;
      /** With an underscore: en_US. */
      readonly language: string | null;
    };

export interface ManagementFact {
  readonly subject: FactSubject;
  readonly field: string;
  /** As Meta tells it; null when it does not. */
  readonly from: string | null;
  readonly to: string | null;
  /** A state holds until the next fact of its field; an event happened at its moment and holds nothing. */
  readonly holds: boolean;
}

export interface Restriction {
  readonly type: string;
  /** Null: it does not lift by itself. */
  readonly until: Date | null;
}

export interface ManagementFacts {
  readonly facts: readonly ManagementFact[];
  readonly restrictions: readonly Restriction[];
  /** Words that no page lists, with the place they stood at. */
  readonly unknown: readonly { readonly place: string; readonly value: string }[];
}

export type Loose = Readonly<Record<string, unknown>>;

export interface ManagementValue {
  readonly displayDigits: string | null;
  readonly value: Loose;
}

/** Gathers facts of one change. */
export class FactList {
  readonly facts: ManagementFact[] = [];
  readonly restrictions: Restriction[] = [];
  readonly unknown: { place: string; value: string }[] = [];

  /** A value that holds from now on. */
  state(subject: FactSubject, field: string, to: string | null, from: string | null = null): void {
    this.facts.push({ subject, field, from, to, holds: true });
  }
  /** Something that happened; nothing when there is no word for it. */
  event(subject: FactSubject, field: string, word: string | null): void {
    if (word !== null) this.facts.push({ subject, field, from: null, to: word, holds: false });
  }
  /** Lists a word that is not among `known`. */
  check(place: string, word: string | null, known: ReadonlySet<string>): void {
    if (word === null || known.has(word)) return;
    this.unknown.push({ place, value: word.slice(0, 64).replace(/\d{6,}/g, "[digits]") });
  }
}

export function asObject(value: unknown): Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

/** A single object where a list belongs counts as a list of one. */
export function asObjects(value: unknown): Loose[] {
  return (Array.isArray(value) ? (value as unknown[]) : [value])
    .map(asObject)
    .filter((one) => Object.keys(one).length > 0);
}

/** A short text or a number as text; null for everything else. PostgreSQL cannot hold NUL (docs/faults.md F34). */
export function wordOf(value: unknown): string | null {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string") return null;
  const text = value.replaceAll("\u0000", "").trim();
  return text === "" || text.length > 200 ? null : text;
}

/** Unix seconds or milliseconds, as number or digits, or a written date; null when it is none between 2009 and 2100. */
export function instantOf(value: unknown): Date | null {
  const text = wordOf(value);
  if (text === null) return null;
  const number = /^\d{1,13}$/.test(text) ? Number(text) : null;
  const milliseconds = number === null ? Date.parse(text) : number > 1e11 ? number : number * 1000;
  const plausible = milliseconds >= Date.UTC(2009) && milliseconds < Date.UTC(2100);
  return plausible ? new Date(milliseconds) : null;
}

export function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

const tiersByUsers: ReadonlyMap<string, string> = new Map([
  ["50", "TIER_50"],
  ["250", "TIER_250"],
  ["1000", "TIER_1K"],
  ["2000", "TIER_2K"],
  ["10000", "TIER_10K"],
  ["100000", "TIER_100K"],
  ["-1", "TIER_UNLIMITED"],
  ["UNLIMITED", "TIER_UNLIMITED"],
]);

/**
 * A messaging limit in the spelling that polls read. Webhooks spell the same limit as a tier, a number, -1 or a word;
 * kept as they are, every poll after a webhook would look like a change. A limit that is none of these stays raw.
 */
export function limitOf(value: unknown): string | null {
  const word = wordOf(value);
  return word === null ? null : (tiersByUsers.get(word) ?? word);
}
