import type { ImportForm, PreviewImportBody } from "../../contracts/imports.ts";
import { guessDateFormat, type DateGuess } from "../../core/imports/guess-date-format.ts";
import { guessMapping, type MappingGuess, type Sureness } from "../../core/imports/guess-mapping.ts";
import {
  importFields,
  importKinds,
  type ImportFieldName,
  type ImportKind,
} from "../../core/imports/import-fields.ts";
import {
  checkMapping,
  type FieldOrigin,
  type ImportMapping,
  type MappingFault,
} from "../../core/imports/import-mapping.ts";
import { mayBeConstant } from "../../core/imports/judge-row.ts";
import type { DateRule } from "../../core/imports/read-date.ts";
import { invalid } from "../errors.ts";

export type Decisions = Pick<
  PreviewImportBody,
  "kind" | "mapping" | "constants" | "timeZone" | "dateFormat" | "dateFormats" | "country"
>;

export interface ResolvedMapping {
  readonly mapping: ImportMapping;
  readonly kindGuess: Pick<MappingGuess, "kind" | "sure" | "why">;
  /** For the fields that nobody has decided. */
  readonly guesses: Readonly<Partial<Record<ImportFieldName, { sure: Sureness; why: string }>>>;
  readonly dates: Readonly<Partial<Record<ImportFieldName, DateGuess>>>;
  /** What must be decided before the import can begin. */
  readonly faults: readonly MappingFault[];
}

/**
 * The mapping of a file: what was decided, and a guess for the rest. A column that somebody has given to one field is
 * not guessed for another.
 *
 * @throws ServiceError VALIDATION for a column that the file does not have.
 */
export function resolveMapping(
  form: ImportForm,
  samples: readonly (readonly string[])[],
  decided: Decisions,
): ResolvedMapping {
  const guess = guessMapping(form.header, samples);
  const kind = decided.kind ?? guess.kind;
  const fields: Partial<Record<ImportFieldName, FieldOrigin>> = {};
  const guesses: Partial<Record<ImportFieldName, { sure: Sureness; why: string }>> = {};
  refuseUnknownFields(kind, decided);
  for (const { name } of importFields[kind]) {
    const origin = decidedOrigin(name, form, kind, decided);
    if (origin !== undefined && origin !== null) fields[name] = origin;
  }
  const taken = new Set(
    Object.values(fields).flatMap((origin) => ("column" in origin ? [origin.column] : [])),
  );
  for (const { name } of importFields[kind]) {
    const found = guess.byKind[kind].fields[name];
    if (found === undefined || decidedOrigin(name, form, kind, decided) !== undefined) continue;
    if ("column" in found.origin && taken.has(found.origin.column)) continue;
    fields[name] = found.origin;
    guesses[name] = { sure: found.sure, why: found.why };
  }
  const { rules, dates, faults } = resolveDates(kind, fields, samples, decided);
  const mapping: ImportMapping = {
    kind,
    fields,
    dates: rules,
    country: decided.country?.toUpperCase() ?? null,
  };
  const checked = checkMapping(mapping, form.header.length);
  const named = new Set(faults.map(({ field }) => field));
  return {
    mapping,
    kindGuess: { kind: guess.kind, sure: guess.sure, why: guess.why },
    guesses,
    dates,
    faults: [...checked.filter(({ field }) => field === null || !named.has(field)), ...faults],
  };
}

/** Undefined when nobody has decided, null for "no column". */
function decidedOrigin(
  name: ImportFieldName,
  form: ImportForm,
  kind: ImportKind,
  { mapping, constants }: Decisions,
): FieldOrigin | null | undefined {
  const constant = constants?.[name];
  if (constant !== undefined) {
    if (!mayBeConstant(kind, name)) throw invalid(`constants.${name}`, "differs from row to row");
    return { constant };
  }
  const column = mapping?.[name];
  if (column === undefined || column === null) return column;
  if (typeof column === "number") return { column };
  const plain = (text: string) => text.trim().toLowerCase();
  const exact = form.header.indexOf(column);
  const place = exact === -1 ? form.header.findIndex((header) => plain(header) === plain(column)) : exact;
  if (place === -1) throw invalid(`mapping.${name}`, "names a column that the file does not have");
  return { column: place };
}

function refuseUnknownFields(kind: ImportKind, { mapping, constants, dateFormats }: Decisions): void {
  const known = new Set<string>(importFields[kind].map(({ name }) => name));
  for (const [where, decided] of Object.entries({ mapping, constants, dateFormats })) {
    const unknown = Object.keys(decided ?? {}).find((name) => !known.has(name));
    // What another kind knows stays decided when a person looks at this one.
    if (unknown === undefined || knownToAny(unknown)) continue;
    throw invalid(`${where}.${unknown}`, `is no field of ${kind}`);
  }
}

function knownToAny(name: string): boolean {
  return importKinds.some((kind) => importFields[kind].some((field) => field.name === name));
}

function resolveDates(
  kind: ImportKind,
  fields: ImportMapping["fields"],
  samples: readonly (readonly string[])[],
  decided: Decisions,
) {
  const rules: Partial<Record<ImportFieldName, DateRule>> = {};
  const dates: Partial<Record<ImportFieldName, DateGuess>> = {};
  const faults: MappingFault[] = [];
  for (const { name, label, content } of importFields[kind]) {
    const origin = fields[name];
    if (content !== "time" || origin === undefined) continue;
    const values =
      "constant" in origin ? [origin.constant] : samples.map((cells) => cells[origin.column] ?? "");
    const guess = guessDateFormat(values);
    dates[name] = guess;
    // A column that is empty so far holds what its neighbours hold, for all that is known.
    const isEmpty = values.every((value) => value.trim() === "");
    const format =
      decided.dateFormats?.[name] ??
      decided.dateFormat ??
      guess.format ??
      (isEmpty ? Object.values(rules)[0]?.format : undefined) ??
      (isEmpty ? "iso" : undefined);
    if (format === undefined) {
      const { choose } = guess;
      const message =
        choose === null
          ? `${label} needs the format of its dates: ${guess.why}`
          : `${label} needs the order of day and month: ${choose.dmy === choose.mdy ? "the first rows fit both" : `"${choose.example}" may be ${choose.dmy} or ${choose.mdy}`}`;
      faults.push({ field: name, message });
      continue;
    }
    const timeZone = decided.timeZone ?? null;
    rules[name] = { format, timeZone };
    // Where no format fits most values, each row is judged by itself.
    const isRead = guess.format !== null || guess.choose !== null;
    if (timeZone === null && isRead && guess.zones !== "all" && !format.startsWith("unix")) {
      faults.push({ field: name, message: `${label} names no time zone; state the one of the file` });
    }
  }
  return { rules, dates, faults };
}
