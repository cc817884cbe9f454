import { importFields, type ImportFieldName, type ImportKind } from "./import-fields.ts";
import { isTimeZone } from "./instants-of-wall-time.ts";
import type { DateRule } from "./read-date.ts";

/** Where a field's value comes from: a column by its place, from 0, or the same text for every row. */
export type FieldOrigin = { readonly column: number } | { readonly constant: string };

/** What a person has decided about a file's rows; plain JSON. */
export interface ImportMapping {
  readonly kind: ImportKind;
  readonly fields: Readonly<Partial<Record<ImportFieldName, FieldOrigin>>>;
  /** For every field of time that is mapped. */
  readonly dates: Readonly<Partial<Record<ImportFieldName, DateRule>>>;
  /** ISO 3166-1 letters of the country of national phone numbers; null refuses them. */
  readonly country: string | null;
}

export interface MappingFault {
  readonly field: ImportFieldName | null;
  readonly message: string;
}

/** What must be decided before a file can be imported; empty when nothing is missing. */
export function checkMapping(mapping: ImportMapping, columns: number): readonly MappingFault[] {
  const faults: MappingFault[] = [];
  const known = importFields[mapping.kind];
  for (const { name, label, required, content } of known) {
    const origin = mapping.fields[name];
    if (origin === undefined) {
      if (required)
        faults.push({ field: name, message: `${label} needs a column, or one value for all rows` });
      continue;
    }
    if (
      "column" in origin &&
      !(Number.isInteger(origin.column) && origin.column >= 0 && origin.column < columns)
    ) {
      faults.push({ field: name, message: `${label} names a column that the file does not have` });
    }
    if ("constant" in origin && origin.constant.trim() === "" && required) {
      faults.push({ field: name, message: `${label} has no value` });
    }
    if (content !== "time") continue;
    const rule = mapping.dates[name];
    if (rule === undefined) faults.push({ field: name, message: `${label} needs the format of its dates` });
    else if (rule.timeZone !== null && !isTimeZone(rule.timeZone)) {
      faults.push({ field: name, message: `${label} has a time zone that is not known` });
    }
  }
  if (
    mapping.kind === "signals" &&
    mapping.fields.contact === undefined &&
    mapping.fields.exposureId === undefined
  ) {
    faults.push({ field: "contact", message: "A signal needs the contact or the message that it is about" });
  }
  for (const name of Object.keys(mapping.fields)) {
    if (known.every((field) => field.name !== name)) {
      faults.push({ field: null, message: `${name.slice(0, 40)} is no field of ${mapping.kind}` });
    }
  }
  return faults;
}
