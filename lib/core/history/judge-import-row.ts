import {
  importedWord,
  importFields,
  importSubjects,
  isImportSubject,
  type ImportSubject,
} from "./import-fields.ts";
import { readImportTime } from "./read-import-time.ts";

/** One row of a file before it is judged. `line` is the line in the file; null in a JSON list. */
export type ImportRow =
  | {
      readonly index: number;
      readonly line: number | null;
      readonly cells: Readonly<Record<string, unknown>>;
    }
  | { readonly index: number; readonly line: number | null; readonly fault: RowFault };

export interface RowFault {
  readonly path: string;
  readonly message: string;
}

/** One value that held from an instant on, ready to be stored. */
export interface ImportedChange {
  readonly subject: ImportSubject;
  readonly id: string;
  readonly field: string;
  readonly value: string;
  readonly at: Date;
}

/** What was read differently from how it was written. */
export type ImportNote = "capitals" | "unix-seconds" | "unix-milliseconds";

export type JudgedRow =
  | { readonly ok: true; readonly change: ImportedChange; readonly notes: readonly ImportNote[] }
  | { readonly ok: false; readonly errors: readonly RowFault[] };

const columns = ["subject", "id", "phoneNumberId", "field", "value", "at"];
const longest = { id: 64, value: 500 } as const;

/** Whether a row can be history, and as what. Every fault is named, so that a file is mended in one go. */
export function judgeImportRow(cells: Readonly<Record<string, unknown>>, now: Date): JudgedRow {
  const errors: RowFault[] = [];
  const fault = (path: string, message: string) => {
    errors.push({ path, message });
    return null;
  };
  for (const name of Object.keys(cells)) {
    if (!columns.includes(name)) fault(printable(name), "is not a known field");
  }
  const cell = (name: string): unknown => (Object.hasOwn(cells, name) ? cells[name] : undefined);

  const subjectText = readText(cell("subject") ?? "phone-number", "subject", fault)?.trim();
  const subject = subjectText === "" ? "phone-number" : subjectText;
  const knownSubject = subject !== undefined && isImportSubject(subject) ? subject : null;
  if (subject !== undefined && knownSubject === null) {
    fault("subject", `must be one of ${importSubjects.join(", ")}`);
  }

  const idName = cell("id") === undefined ? "phoneNumberId" : "id";
  const id = readText(cell("id") ?? cell("phoneNumberId"), idName, fault, longest.id)?.trim();
  if (id === "") fault(idName, "is empty");

  const field = readText(cell("field"), "field", fault)?.trim();
  if (knownSubject !== null && field !== undefined && !importFields[knownSubject].includes(field)) {
    fault("field", `is not kept for a ${knownSubject}; known: ${importFields[knownSubject].join(", ")}`);
  }

  const written = readText(cell("value"), "value", fault, longest.value);
  if (written?.trim() === "") fault("value", "is empty; leave the row out where the value is not known");

  const at = cell("at");
  const time =
    typeof at === "string" || typeof at === "number"
      ? readImportTime(at, now)
      : { ok: false as const, message: at === undefined ? "is missing" : "must be a time" };
  if (!time.ok) fault("at", time.message);

  const complete =
    knownSubject !== null && id !== undefined && field !== undefined && written !== undefined && time.ok;
  if (!complete || errors.length > 0) return { ok: false, errors };
  const word = importedWord(knownSubject, field, written);
  return {
    ok: true,
    change: { subject: knownSubject, id, field, value: word.value, at: time.at },
    notes: [...(word.corrected ? (["capitals"] as const) : []), ...(time.unit === "iso" ? [] : [time.unit])],
  };
}

function readText(
  raw: unknown,
  path: string,
  fault: (path: string, message: string) => null,
  most = 200,
): string | undefined {
  const text = asText(raw);
  if (text === null) {
    fault(path, raw === undefined || raw === null ? "is missing" : "must be text");
    return undefined;
  }
  if (text.includes("\u0000")) fault(path, "contains the character U+0000");
  // Half a character: PostgreSQL would refuse the whole batch over it.
  else if (/\p{Surrogate}/u.test(text)) fault(path, "holds half a character (a lone surrogate)");
  else if (text.length > most) fault(path, `is longer than ${most} characters`);
  else return text;
  return undefined;
}

function asText(raw: unknown): string | null {
  if (typeof raw === "string") return raw;
  if (typeof raw === "boolean") return String(raw);
  // An id beyond 2^53 has lost digits already when it was written as a number.
  return typeof raw === "number" && Number.isSafeInteger(raw) ? String(raw) : null;
}

/** A field's name as it may be repeated in an answer. */
function printable(name: string): string {
  return name.replaceAll("\u0000", "").slice(0, 80);
}
