import type { ImportPreview, PreviewImportBody } from "@/lib/contracts/imports.ts";

/** What a person has decided about a file so far; the rest is guessed. */
export type ImportDecisions = Omit<PreviewImportBody, "head" | "fileSize">;
export type FieldName = ImportPreview["fields"][number]["name"];

/** Where a field's values come from, as the choice in the form writes it. */
export type OriginChoice = "none" | "constant" | `column ${number}`;

/** The choice that stands for a field in the mapping. */
export function originOf(mapping: ImportPreview["mapping"], field: FieldName): OriginChoice {
  const origin = mapping.fields[field];
  if (origin === undefined) return "none";
  return "column" in origin ? `column ${origin.column}` : "constant";
}

/** The decisions after a person gave a field another origin; `constant` is the value for all rows. */
export function decideOrigin(
  decisions: ImportDecisions,
  field: FieldName,
  choice: string,
  constant = "",
): ImportDecisions {
  const mapping = without(decisions.mapping ?? {}, field);
  const constants = without(decisions.constants ?? {}, field);
  if (choice === "constant") return { ...decisions, mapping, constants: { ...constants, [field]: constant } };
  const column = /^column (\d+)$/.exec(choice)?.[1];
  const place = column === undefined ? null : Number(column);
  return { ...decisions, mapping: { ...mapping, [field]: place }, constants };
}

/** The decisions after the kind, the header line or the encoding changed: what was said of columns holds no more. */
export function decideForm(
  decisions: ImportDecisions,
  change: Partial<Pick<ImportDecisions, "kind" | "hasHeader" | "encoding" | "delimiter">>,
): ImportDecisions {
  return { ...without(decisions, "mapping", "constants", "dateFormats"), ...change };
}

/** A decision that is one text: an empty one is none. */
export function decideText<Name extends "timeZone" | "country" | "dateFormat">(
  decisions: ImportDecisions,
  name: Name,
  text: "" | NonNullable<ImportDecisions[Name]>,
): ImportDecisions {
  const value = text.trim();
  return { ...without(decisions, name), ...(value === "" ? {} : { [name]: value }) };
}

function without<T extends object, Name extends keyof T>(of: T, ...names: Name[]): Omit<T, Name> {
  const kept = Object.entries(of).filter(([name]) => !names.some((dropped) => dropped === name));
  return Object.fromEntries(kept) as Omit<T, Name>;
}
