import { isAscii } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { FileRefused } from "../../core/history/file-refused.ts";
import { decodeUtf8 } from "./decode-cell.ts";
import { explainCsvError } from "./explain-csv-error.ts";
import { largestRecord, mostColumns, type FileForm } from "./file-form.ts";
import { utf8Slice } from "./utf8-slice.ts";
import { windows1252 } from "./windows-1252.ts";

export interface SliceRecord {
  /** Where the record begins: the slice's first line is 1. */
  readonly line: number;
  /** One for each column of the header. Of a broken record what could be read, in whatever number. */
  readonly cells: readonly string[];
  /** Why this record cannot be used, as the rest of a sentence that begins with the line; null when it can. */
  readonly broken: string | null;
}

export interface SliceReading {
  readonly records: readonly SliceRecord[];
  /** The next slice starts so many bytes later; 0 when the slice holds no complete record and a longer one is needed. */
  readonly consumedBytes: number;
  /** Line ends in the consumed bytes: added up over slices, they turn a record's line into the file's. */
  readonly lines: number;
}

/** A whole record as the parser gives it: one character a byte, decoded later, so that a bad cell costs one record. */
interface Parsed {
  readonly cells: readonly string[];
  /** Where it begins, behind blank lines, and where the next one may. */
  readonly start: number;
  readonly end: number;
  readonly broken: string | null;
}

/**
 * The complete records of one slice of a file. Slices of any size give the same records as the whole file. Blank lines
 * and records of empty cells are skipped; a record with another number of cells than the header is broken.
 *
 * @param bytes from where the slice before ended; 256 KB or more always hold a record or the end of one too long.
 * @param place `isFirst`: the slice starts at byte 0, so mark and header are skipped. `isLast`: the file ends with it.
 * `mostRecords`: reading stops behind so many, and `consumedBytes` says where.
 * @throws FileRefused, with the slice's own line, for a quote that is never closed, a record over 64 KB, and more than
 * 200 columns.
 */
export function readSlice(
  form: FileForm,
  bytes: Uint8Array,
  place: { readonly isFirst: boolean; readonly isLast: boolean; readonly mostRecords?: number },
): SliceReading {
  const before = place.isFirst ? form.bodyOffset : 0;
  if (bytes.byteLength < before) return { records: [], consumedBytes: 0, lines: 0 };
  const linesBefore = place.isFirst ? form.bodyLines : 0;
  const slice = utf8Slice(form.encoding, bytes.subarray(before), place.isLast);
  const newline = form.newline === "lf" ? 0x0a : 0x0d;
  const counter = lineCounter(slice.bytes, newline, linesBefore + 1);
  const whole = place.isLast ? slice.bytes : slice.bytes.subarray(0, slice.bytes.lastIndexOf(newline) + 1);
  refuseEndlessLines(slice.bytes, newline, counter);

  const most = place.mostRecords ?? Number.MAX_SAFE_INTEGER;
  const parsed = parseRecords(whole, form, { isLast: place.isLast, most }, counter);
  const isCut = parsed.length >= most;
  const end = skipLineEnds(whole, parsed.at(-1)?.end ?? 0, form.newline);
  if (!isCut && slice.bytes.length - end > largestRecord) throw tooLong(counter(end));
  const plain = isAscii(whole);
  const records: SliceRecord[] = [];
  for (const record of parsed) {
    if (record.broken === null && record.cells.every((cell) => cell.trim() === "")) continue;
    records.push({ line: counter(record.start), ...decodeRecord(record, form, plain) });
  }
  const isWhole = place.isLast && !isCut;
  const consumed = isWhole ? bytes.byteLength : before + slice.fileBytes(end);
  const lines = counter(isWhole ? slice.bytes.length : end) - 1;
  return { records, consumedBytes: consumed, lines };
}

function parseRecords(
  bytes: Buffer,
  form: FileForm,
  { isLast, most }: { readonly isLast: boolean; readonly most: number },
  lineAt: (offset: number) => number,
): Parsed[] {
  const records: Parsed[] = [];
  let from = 0;
  const options = {
    delimiter: form.delimiter,
    quote: form.quote,
    escape: form.quote,
    record_delimiter: form.newline === "lf" ? ["\r\n", "\n"] : "\r",
    encoding: "latin1" as const,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: largestRecord,
  };
  // After a record that is broken within its line, reading goes on behind that line.
  while (from < bytes.length && records.length < most) {
    let end = from;
    const rest = bytes.subarray(from);
    try {
      parse(rest, {
        ...options,
        to: most - records.length,
        on_record: (cells: string[], { bytes: read }) => {
          const start = skipLineEnds(bytes, end, form.newline);
          end = from + read;
          if (end - start > largestRecord) throw tooLong(lineAt(start));
          if (cells.length > mostColumns) {
            throw new FileRefused(`has ${cells.length} columns, more than ${mostColumns}`, lineAt(start));
          }
          records.push({ cells, start, end, broken: null });
          return null;
        },
      });
      return records;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      if (error.code === "CSV_QUOTE_NOT_CLOSED" && !isLast) return records;
      const start = skipLineEnds(bytes, end, form.newline);
      const stop = endOfLine(bytes, start, form.newline);
      const line = bytes.subarray(start, stop);
      // A quote that went on over lines has swallowed records: how many, nobody can tell.
      if (error.code === "CSV_QUOTE_NOT_CLOSED" || !failsAlike(line, options, error.code)) {
        throw explainCsvError(error, lineAt(start));
      }
      const text = line.toString("latin1").replace(/[\r\n]+$/, "");
      records.push({ cells: [text], start, end: stop, broken: explainCsvError(error, 1).message });
      from = stop;
    }
  }
  return records;
}

function failsAlike(line: Buffer, options: object, code: string): boolean {
  if (code === "CSV_MAX_RECORD_SIZE") return false;
  try {
    parse(line, options);
    return false;
  } catch (error) {
    return error instanceof CsvError && error.code === code;
  }
}

function decodeRecord(
  record: Parsed,
  form: FileForm,
  isPlain: boolean,
): { readonly cells: readonly string[]; readonly broken: string | null } {
  let cells = record.cells;
  let broken = record.broken;
  if (!isPlain) {
    cells = cells.map((cell, index) => {
      const decoded = decodeText(cell, form);
      broken ??= decoded.fault === null ? null : `${columnName(form, index)} ${decoded.fault}`;
      return decoded.text;
    });
  }
  const expected = form.header.length;
  if (broken !== null || cells.length === expected) return { cells, broken };
  // Some programs end every line with a delimiter.
  if (cells.length > expected && cells.slice(expected).every((cell) => cell.trim() === "")) {
    return { cells: cells.slice(0, expected), broken: null };
  }
  const count = `${cells.length} ${cells.length === 1 ? "cell" : "cells"}`;
  return { cells, broken: `has ${count}, the header names ${expected}` };
}

function columnName(form: FileForm, index: number): string {
  const name = form.header[index]?.trim() ?? "";
  return name === "" ? `column ${index + 1}` : `column "${name.slice(0, 60)}"`;
}

function decodeText(cell: string, form: FileForm): { readonly text: string; readonly fault: string | null } {
  if (!/[\x80-\xff]/.test(cell) || form.encoding === "iso-8859-1") return { text: cell, fault: null };
  if (form.encoding === "windows-1252") return { text: windows1252(cell), fault: null };
  const bytes = Buffer.from(cell, "latin1");
  const decoded = decodeUtf8(bytes);
  if (decoded.ok) return { text: decoded.text, fault: null };
  const fault =
    form.encoding === "utf-8"
      ? `is not UTF-8: byte ${decoded.byte} at offset ${decoded.offset} of the cell; if the file is in Windows-1252, choose that encoding`
      : `holds half a character of ${form.encoding.toUpperCase()}`;
  return { text: bytes.toString("utf8"), fault };
}

/** A line over 64 KB is a record over 64 KB, and its cells must not be taken apart first. */
function refuseEndlessLines(bytes: Buffer, newline: number, lineAt: (offset: number) => number): void {
  let from = 0;
  while (from < bytes.length) {
    const next = bytes.indexOf(newline, from);
    const end = next === -1 ? bytes.length : next;
    if (end - from > largestRecord) throw tooLong(lineAt(from));
    from = end + 1;
  }
}

function tooLong(line: number): FileRefused {
  return new FileRefused("holds a record of more than 64 KB; a quote may be open", line);
}

function skipLineEnds(bytes: Buffer, from: number, newline: FileForm["newline"]): number {
  let at = from;
  for (;;) {
    if (newline === "cr" ? bytes[at] === 0x0d : bytes[at] === 0x0a) at += 1;
    else if (newline === "lf" && bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 2;
    else return at;
  }
}

function endOfLine(bytes: Buffer, from: number, newline: FileForm["newline"]): number {
  const at = bytes.indexOf(newline === "lf" ? 0x0a : 0x0d, from);
  return at === -1 ? bytes.length : at + 1;
}

/** The line at an offset; offsets are asked for in ascending order, or counting starts again. */
function lineCounter(bytes: Buffer, newline: number, first: number): (offset: number) => number {
  let [line, counted] = [first, 0];
  return (offset) => {
    if (offset < counted) [line, counted] = [first, 0];
    for (
      let at = bytes.indexOf(newline, counted);
      at !== -1 && at < offset;
      at = bytes.indexOf(newline, counted)
    ) {
      line++;
      counted = at + 1;
    }
    return line;
  };
}
