import { readContact } from "../contacts/read-contact.ts";
import { messageCategories } from "../facts/judge-told.ts";
import { findOptOut } from "../messages/opt-out-words.ts";
import { importFields, type ImportField, type ImportFieldName, type ImportKind } from "./import-fields.ts";
import type { ImportMapping } from "./import-mapping.ts";
import type { NormalizePhone } from "./phone-reading.ts";
import { readDate, type DateReading, type DateRule } from "./read-date.ts";
import { unwrapCell, unwrapContact } from "./unwrap-cell.ts";
import {
  readBasisWord,
  readCategoryWord,
  readKindWord,
  readStatusWord,
  type WordReading,
} from "./value-words.ts";

/**
 * A row as `judge-told.ts` and the API take it: ISO times, E.164 contacts, whole error codes. Fields without a value
 * are absent; an exposure or signal without an id needs one made from what it says.
 */
export type ImportedRow = Readonly<Partial<Record<ImportFieldName, string | number>>>;

export interface CellFault {
  readonly field: ImportFieldName | null;
  /** Name of the column in the file; the field's label where the value is the same for all rows. */
  readonly column: string;
  /** The rest of a sentence that begins with the column. Quotes no phone number. */
  readonly message: string;
}

export type JudgedImportRow =
  | { readonly ok: true; readonly row: ImportedRow }
  | { readonly ok: false; readonly faults: readonly CellFault[] };

export interface RowJudging {
  readonly mapping: ImportMapping;
  /** The file's columns by name. */
  readonly header: readonly string[];
  readonly normalizePhone: NormalizePhone;
  /** Meta's id of a sender given by its display number (`+49 30 …`, `whatsapp:+49…`); null for one that is not known. */
  readonly phoneNumberIdOf: (displayed: string) => string | null;
  readonly now: Date;
}

type Value = { readonly value: string | number } | { readonly fault: string } | null;

const longestKey = 128;
const longestText = 1000;
const longestTemplate = 512;
const longestId = 512;

/** Whether a record can be a row of its kind, and which. Every fault is named, so that a file is mended in one go. */
export function judgeRow(cells: readonly string[], judging: RowJudging): JudgedImportRow {
  const { mapping } = judging;
  const row: Partial<Record<ImportFieldName, string | number>> = {};
  const faults: CellFault[] = [];
  for (const field of importFields[mapping.kind]) {
    const origin = mapping.fields[field.name];
    const raw =
      origin === undefined ? "" : "constant" in origin ? origin.constant : (cells[origin.column] ?? "");
    const read = readCell(field, raw, judging);
    if (read !== null && "value" in read) row[field.name] = read.value;
    const message =
      read === null ? (field.required ? "is empty" : null) : "fault" in read ? read.fault : null;
    if (message !== null) faults.push({ field: field.name, column: columnOf(field, judging), message });
  }
  if (mapping.kind === "signals") {
    row.basis ??= "imported";
    if (row.contact === undefined && row.exposureId === undefined && faults.length === 0) {
      faults.push({ field: null, column: "row", message: "names neither a contact nor a message" });
    }
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, row };
}

function columnOf(field: ImportField, { mapping, header }: RowJudging): string {
  const origin = mapping.fields[field.name];
  if (origin === undefined || "constant" in origin) return field.label;
  const name = header[origin.column]?.trim() ?? "";
  return name === "" ? `column ${origin.column + 1}` : name.slice(0, 60);
}

/** The value of a cell, its fault, or null when it holds none. */
function readCell(field: ImportField, raw: string, judging: RowJudging): Value {
  const text = unwrapCell(raw);
  if (text === "") return null;
  if (text.includes("\u0000")) return { fault: "contains the character U+0000" };
  // Half a character: PostgreSQL would refuse the whole batch over it.
  if (/\p{Surrogate}/u.test(text)) return { fault: "holds half a character (a lone surrogate)" };
  switch (field.content) {
    case "contact":
      return readPerson(text, judging);
    case "time":
      return readTime(text, judging.mapping.dates[field.name], judging.now);
    case "id":
      return readText(text, longestId);
    case "phone-number-id":
      return readSender(text, judging);
    case "key":
      return readText(text, field.name === "template" ? longestTemplate : longestKey);
    case "text":
      return text.length > longestText
        ? { fault: `is longer than ${longestText} characters` }
        : { value: text };
    case "status":
      return fromWord(text, readStatusWord(text), "accepted, sent, delivered, read or failed");
    case "signal-kind":
      return readKind(text);
    case "basis":
      return fromWord(text, readBasisWord(text), "observed, imported or inferred");
    case "category":
      return fromWord(text, readCategoryWord(text), messageCategories.join(", "));
    case "error-code":
      return readErrorCode(text);
  }
}

function readText(text: string, longest: number): Value {
  if (/\p{Cc}/u.test(text)) return { fault: "contains a control character" };
  return text.length > longest ? { fault: `is longer than ${longest} characters` } : { value: text };
}

function readPerson(text: string, { mapping, normalizePhone }: RowJudging): Value {
  const plain = unwrapContact(text);
  if (!plain.ok) return { fault: plain.message };
  const read = readContact(plain.text);
  if (read.form === "hash" || read.form === "user-id") return { value: plain.text };
  if (read.form === "fault" && /\p{L}/u.test(plain.text)) return { fault: read.message };
  const reading = normalizePhone(plain.text, mapping.country);
  return reading.ok ? { value: reading.contact } : { fault: reading.message };
}

function readSender(text: string, { phoneNumberIdOf }: RowJudging): Value {
  const plain = unwrapContact(text);
  if (!plain.ok) return { fault: plain.message };
  const id = phoneNumberIdOf(plain.text);
  if (id !== null) return { value: id };
  if (/^\d{1,32}$/.test(plain.text)) return { value: plain.text };
  return { fault: "is neither Meta's id of a phone number nor a display number that Staygreen knows" };
}

function readTime(text: string, rule: DateRule | undefined, now: Date): Value {
  if (rule === undefined) return { fault: "has no date format; choose one" };
  // MySQL's way to write that there is none.
  if (/^0000-00-00/.test(text)) return null;
  let reading: DateReading;
  try {
    reading = readDate(text, rule, now);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { fault: `is read in the time zone ${rule.timeZone ?? ""}, which is not known` };
  }
  return reading.ok ? { value: reading.at.toISOString() } : { fault: reading.message };
}

function readKind(text: string): Value {
  const known = readKindWord(text);
  // A column may hold what the contact wrote: "bitte keine Werbung mehr".
  if (known === null && findOptOut(text, "text").optOut !== null) return { value: "opt_out" };
  return fromWord(
    text,
    known,
    "block, report, opt_out, suspected_block, ecosystem_hold, undelivered or resume",
  );
}

function fromWord(text: string, reading: WordReading<string>, known: string): Value {
  if (reading === null) {
    // A word that is long or holds a number may be a person's own.
    const shown = /\d{4}|.{41}/s.test(text) ? "" : ` "${text}"`;
    return { fault: `has a value${shown} that is not known; known: ${known}` };
  }
  return "word" in reading ? { value: reading.word } : { fault: `${reading.not}; leave the row out` };
}

/** `131026`, `(#131026)`, `131026: Message undeliverable`; 0 says that there was none. */
function readErrorCode(text: string): Value {
  const match = /^\(?#?(\d{1,7})(?:\.0)?\)?(?=$|[\s:,;-])/.exec(text);
  if (match === null) return { fault: "is not an error code; a whole number is expected" };
  const code = Number(match[1]);
  return code === 0 ? null : { value: code };
}

/** Fields whose values are the same for every row of a kind are often not in the file at all. */
export function mayBeConstant(kind: ImportKind, name: ImportFieldName): boolean {
  const content = importFields[kind].find((field) => field.name === name)?.content;
  return content !== undefined && content !== "contact" && content !== "id";
}
