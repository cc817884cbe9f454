import { fitValues, type ValueFit } from "./fit-values.ts";
import { guessDateFormat, type DateGuess } from "./guess-date-format.ts";
import { fitName, type NameFit } from "./header-names.ts";
import {
  importFields,
  importKinds,
  type ImportField,
  type ImportFieldName,
  type ImportKind,
} from "./import-fields.ts";
import type { FieldOrigin, ImportMapping } from "./import-mapping.ts";
import type { DateRule } from "./read-date.ts";
import { plainWord, readKindWord } from "./value-words.ts";

export type Sureness = "high" | "medium" | "low";

export interface FieldGuess {
  readonly origin: FieldOrigin;
  readonly sure: Sureness;
  /** A sentence for people. */
  readonly why: string;
}

export interface KindGuess {
  readonly fields: Readonly<Partial<Record<ImportFieldName, FieldGuess>>>;
  /** For each field of time that a column was found for. */
  readonly dates: Readonly<Partial<Record<ImportFieldName, DateGuess>>>;
  /** Required fields without a column: a person chooses one, or a value for all rows. */
  readonly missing: readonly ImportFieldName[];
}

export interface MappingGuess {
  readonly kind: ImportKind;
  readonly sure: Sureness;
  readonly why: string;
  /** For every kind, so that another one can be chosen without a new look at the file. */
  readonly byKind: Readonly<Record<ImportKind, KindGuess>>;
}

/** How much a field that was found speaks for its kind. Contacts and ids are in every file. */
const weights: Readonly<Record<ImportKind, Readonly<Partial<Record<ImportFieldName, number>>>>> = {
  "opt-ins": { source: 1, optedInAt: 2, evidence: 0.7 },
  exposures: {
    template: 1.5,
    campaign: 0.7,
    category: 0.3,
    sentAt: 2,
    status: 1.5,
    deliveredAt: 1,
    readAt: 1,
    failedAt: 0.7,
    errorCode: 0.5,
    phoneNumberId: 0.3,
    source: 0.2,
  },
  signals: { kind: 2, occurredAt: 1.8, basis: 0.7, exposureId: 0.3, phoneNumberId: 0.3 },
};

/**
 * What the rows of a file are and which column is which, by names and by samples. A guess: whoever imports sees it with
 * its reasons and may change it. The order of day and month is never decided here when the samples leave it open.
 *
 * @param samples some records, cells in the order of the header; 100 are plenty.
 */
export function guessMapping(
  header: readonly string[],
  samples: readonly (readonly string[])[],
): MappingGuess {
  const columns = header.map((name, column) => ({
    name,
    values: samples.map((cells) => cells[column] ?? ""),
  }));
  const guesses = importKinds.map((kind) => ({ kind, ...guessKind(kind, columns) }));
  const [best, second] = [...guesses].sort((a, b) => b.score - a.score);
  const kind = best?.kind ?? "opt-ins";
  const lead = (best?.score ?? 0) - (second?.score ?? 0);
  const telling = Object.entries(best?.guess.fields ?? {})
    .filter(([name]) => (weights[kind][name as ImportFieldName] ?? 0) >= 0.7)
    .flatMap(([, { origin }]) => ("column" in origin ? [`"${header[origin.column] ?? ""}"`] : []));
  const nothing = { fields: {}, dates: {}, missing: [] };
  const guessOf = (wanted: ImportKind) => guesses.find((one) => one.kind === wanted)?.guess ?? nothing;
  return {
    kind,
    sure: lead >= 1.2 ? "high" : lead >= 0.5 ? "medium" : "low",
    why:
      telling.length === 0
        ? "No column says what the rows are"
        : `The columns ${telling.slice(0, 4).join(", ")} are those of ${kind}`,
    byKind: { "opt-ins": guessOf("opt-ins"), exposures: guessOf("exposures"), signals: guessOf("signals") },
  };
}

/** The mapping to begin with: what was guessed, times without a zone read in the given one. */
export function mappingOfGuess(
  guess: MappingGuess,
  kind: ImportKind,
  place: { readonly timeZone: string | null; readonly country: string | null },
): ImportMapping {
  const fields: Partial<Record<ImportFieldName, FieldOrigin>> = {};
  const dates: Partial<Record<ImportFieldName, DateRule>> = {};
  const { fields: found, dates: written } = guess.byKind[kind];
  for (const { name } of importFields[kind]) {
    const origin = found[name]?.origin;
    if (origin !== undefined) fields[name] = origin;
    const format = written[name]?.format ?? null;
    if (format !== null) dates[name] = { format, timeZone: place.timeZone };
  }
  return { kind, fields, dates, country: place.country };
}

interface Column {
  readonly name: string;
  readonly values: readonly string[];
}

interface Match {
  readonly field: ImportField;
  readonly column: number;
  readonly score: number;
  readonly name: NameFit;
  readonly values: ValueFit;
}

function guessKind(kind: ImportKind, columns: readonly Column[]): { guess: KindGuess; score: number } {
  const matches = importFields[kind]
    .flatMap((field) => columns.map((column, index) => match(kind, field, column, index)))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.column - b.column);
  const fields: Partial<Record<ImportFieldName, FieldGuess>> = {};
  const dates: Partial<Record<ImportFieldName, DateGuess>> = {};
  const taken = new Set<number>();
  let score = 0;
  for (const found of matches) {
    const { name } = found.field;
    if (fields[name] !== undefined || taken.has(found.column)) continue;
    taken.add(found.column);
    const column = columns[found.column];
    fields[name] = {
      origin: { column: found.column },
      sure: surenessOf(found),
      why: whyOf(found, column?.name ?? ""),
    };
    if (found.field.content === "time") dates[name] = guessDateFormat(column?.values ?? []);
    score += found.score * (weights[kind][name] ?? 0);
  }
  if (kind === "signals" && fields.kind === undefined) {
    const when = fields.occurredAt?.origin;
    const constant =
      when !== undefined && "column" in when ? kindOfName(columns[when.column]?.name ?? "") : null;
    if (constant !== null) {
      const why = "The name of the column with the time says what happened";
      fields.kind = { origin: { constant }, sure: "medium", why };
      score += 1.5;
    }
  }
  const missing = importFields[kind]
    .filter((field) => field.required && fields[field.name] === undefined)
    .map((field) => field.name);
  // A file without the time, or the kind, of its facts is hardly a file of them.
  const lacking = missing.filter((name) => name !== "source" && name !== "phoneNumberId").length;
  return { guess: { fields, dates, missing }, score: score - lacking };
}

function match(kind: ImportKind, field: ImportField, column: Column, index: number): Match {
  const name = fitName(kind, field.name, column.name);
  const values = fitValues(field.content, column.values);
  return { field, column: index, name, values, score: scoreOf(field, name, values) };
}

function scoreOf(field: ImportField, name: NameFit, values: ValueFit): number {
  if (values === "unlike") return 0;
  const byName = name === "exact" ? 1 : name === "vague" ? 0.6 : 0;
  const byValues = values === "sure" ? 0.25 : values === "like" ? 0.1 : 0;
  if (byName > 0) return byName + byValues;
  // Without a name, only values that can hardly be anything else. A time may be of anything.
  return values === "sure" && field.content !== "time" ? 0.4 : 0;
}

function surenessOf({ name, values }: Match): Sureness {
  if (name === "exact") return values === "empty" ? "medium" : "high";
  return name === "vague" && values !== "empty" ? "medium" : "low";
}

function whyOf({ field, name, values }: Match, column: string): string {
  const what = field.label.toLowerCase();
  if (name === "none") return `The values of "${column}" look like it`;
  const named =
    name === "exact" ? `"${column}" is a usual name of ${what}` : `"${column}" is close to a name of ${what}`;
  if (values === "empty") return `${named}; there are no values to compare`;
  return values === "sure" ? `${named}, and its values fit` : named;
}

/** `unsubscribed at`, `fecha de baja`, `blockiert am`: what happened, by the name of the column with its time. */
function kindOfName(name: string): string | null {
  const plain = plainWord(name);
  const whole = readKindWord(plain.replace(/ (at|on|date|time|am|il|el|em|le)$/, ""));
  if (whole !== null && "word" in whole) return whole.word;
  if (
    /unsub|opt ?out|opted out|abmeld|abgemeld|widerr|disiscri|baja|descadast|desinscri|desabonn|revoked/.test(
      plain,
    )
  ) {
    return "opt_out";
  }
  if (/block|blocc|bloqu/.test(plain)) return "block";
  return /report|complain|spam|segnala/.test(plain) ? "report" : null;
}
