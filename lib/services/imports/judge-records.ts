import type { ImportForm } from "../../contracts/imports.ts";
import type { CellFault, ImportedRow, RowJudging } from "../../core/imports/judge-row.ts";
import { judgeRow } from "../../core/imports/judge-row.ts";
import { importFields, type ImportKind } from "../../core/imports/import-fields.ts";
import type { ImportMapping } from "../../core/imports/import-mapping.ts";
import type { NormalizePhone } from "../../core/imports/phone-reading.ts";
import type { FactKind, ReadTools, ReadyRow } from "../facts/told-batch.ts";
import type { FileRecord } from "./import-files.ts";

/** What rows of one import are judged with; opened once for many records. */
export interface RecordJudging<Stored> {
  readonly kind: FactKind<Stored>;
  readonly tools: ReadTools;
  readonly rows: RowJudging;
}

export type JudgedRecord<Stored> =
  { readonly ready: ReadyRow<Stored> } | { readonly faults: readonly CellFault[] };

export function openRowJudging(
  parts: {
    readonly form: ImportForm;
    readonly mapping: ImportMapping;
    readonly normalizePhone: NormalizePhone;
    readonly numberIds: ReadonlyMap<string, string>;
  },
  now: Date,
): RowJudging {
  return {
    mapping: parts.mapping,
    header: parts.form.header,
    normalizePhone: parts.normalizePhone,
    phoneNumberIdOf: (displayed) => parts.numberIds.get(displayed.replace(/\D/g, "")) ?? null,
    now,
  };
}

/** One record as a fact with its contact hashed, or all that is wrong with it. */
export function judgeRecord<Stored>(
  record: FileRecord,
  judging: RecordJudging<Stored>,
): JudgedRecord<Stored> {
  if (record.broken !== null) return { faults: [{ field: null, column: "row", message: record.broken }] };
  const { kind, tools, rows } = judging;
  const judged = judgeRow(record.cells, rows);
  if (!judged.ok) return { faults: judged.faults };
  const ready = kind.read(withId(rows.mapping.kind, judged.row, tools), tools);
  if ("stored" in ready) return { ready };
  return {
    faults: ready.map(({ path, message }) => ({
      field: null,
      column: columnOf(path, rows),
      message,
    })),
  };
}

/**
 * A fact without an id gets one made from what makes it itself, so that the same row is the same fact again: also under
 * a newer contact key, and whether the file holds the number or its hash. Opt-ins make their own.
 */
function withId(kind: ImportKind, row: ImportedRow, { hasher, hashContact }: ReadTools): ImportedRow {
  if (kind === "opt-ins" || row.id !== undefined) return row;
  const hashed = row.contact === undefined ? null : hashContact(row.contact);
  // What is wrong with the contact is said when the row is read.
  const contact = hashed === null || hashed.fault !== null ? null : hashed.stableKey;
  const parts =
    kind === "exposures"
      ? [contact, row.phoneNumberId, row.sentAt, row.template, row.campaign]
      : [contact, row.exposureId, row.phoneNumberId, row.kind, row.occurredAt];
  return {
    ...row,
    id: hasher.messageKey(`imported ${kind} ${JSON.stringify(parts.map((part) => part ?? null))}`),
  };
}

function columnOf(field: string, { mapping, header }: RowJudging): string {
  const known = importFields[mapping.kind].find(({ name }) => name === field);
  if (known === undefined) return "row";
  const origin = mapping.fields[known.name];
  const name = origin !== undefined && "column" in origin ? (header[origin.column]?.trim() ?? "") : "";
  return name === "" ? known.label : name.slice(0, 60);
}

/** What may be stored of a fault: messages for whoever sends the file may quote a cell, a stored one never does. */
export function withoutContent(message: string): string {
  return message
    .replace(/ ?".*"/gs, "")
    .replace(/\(\d[\d.,e+]*\)/gi, "")
    .replace(/  +/g, " ")
    .replace(/ (?=[,;:.])/g, "")
    .trim();
}

/** Names of columns that may be kept: a file whose first line is data has people in it. */
export function harmlessHeader(header: readonly string[]): string[] {
  return header.map((name, index) => {
    const digits = name.replace(/\P{Nd}/gu, "").length;
    return digits >= 6 || name.includes("@") ? `column ${index + 1}` : name.slice(0, 200);
  });
}
