import { CsvError, parse } from "csv-parse/sync";
import { FileRefused } from "../../core/history/file-refused.ts";
import { decodeUtf8 } from "./decode-cell.ts";
import {
  csvDelimiters,
  largestRecord,
  mostColumns,
  type CsvDelimiter,
  type FileForm,
  type ImportEncoding,
} from "./file-form.ts";
import { sniffFile } from "./sniff-file.ts";
import { utf8Slice } from "./utf8-slice.ts";
import { windows1252 } from "./windows-1252.ts";

/** What a person has decided about a file; the rest is found out. */
export interface FormChoice {
  readonly encoding?: ImportEncoding;
  readonly delimiter?: CsvDelimiter;
  readonly hasHeader?: boolean;
}

const sampleRecords = 20;
/** Two records of the largest size, in UTF-16. */
const lookedAt = 256 * 1024;

/**
 * How a file is written, judged by its beginning. A file that is no UTF-8 counts as Windows-1252 unless its bytes say
 * otherwise; a byte-order mark is believed over a choice.
 *
 * @param firstBytes the first 256 KB, or the whole file when it is shorter.
 * @throws FileRefused for what is empty, no text, no table, or a header without a row.
 */
export function sniffImport(firstBytes: Uint8Array, choice: FormChoice = {}): FileForm {
  if (firstBytes.byteLength === 0) throw new FileRefused("is empty");
  const { encoding: found, skip } = sniffFile(firstBytes, choice.encoding ?? null);
  const afterMark = firstBytes.subarray(skip, lookedAt);
  const encoding = narrow(found, choice.encoding, afterMark, skip > 0);
  const slice = utf8Slice(encoding, afterMark, false);
  refuseOtherKinds(slice.bytes);

  const newline = slice.bytes.includes(0x0a) || !slice.bytes.includes(0x0d) ? "lf" : "cr";
  const text = slice.bytes.toString("latin1");
  const stated = /^[\r\n]*"?sep=([,;\t|])"?\r?[\r\n]/i.exec(text);
  const start = skipBlankLines(text, stated?.[0].length ?? 0);
  if (start >= text.length) throw new FileRefused("is empty");
  refuseLongFirstLine(text, start);
  const table = slice.bytes.subarray(start);
  const readings = csvDelimiters.map((delimiter) => sample(table, newline, delimiter, '"'));
  const delimiter = choice.delimiter ?? (stated?.[1] as CsvDelimiter | undefined) ?? likeliest(readings);
  const unquoted = readings.find((one) => one.delimiter === delimiter)?.records[0]?.cells ?? [];
  const quote = isSingleQuoted(unquoted) ? "'" : '"';
  const reading = sample(table, newline, delimiter, quote);

  const first = reading.records[0];
  const line = countLines(text, start, newline) + 1;
  if (first === undefined) throw new FileRefused(reading.fault ?? "opens a quote that is never closed", line);
  if (first.cells.length > mostColumns) {
    throw new FileRefused(`has ${first.cells.length} columns, more than ${mostColumns}`, line);
  }
  const names = first.cells.map((cell) => decodeName(cell, encoding, line).trim());
  const hasHeader = choice.hasHeader ?? true;
  const bodyOffset = hasHeader ? start + first.end : start;
  if (hasHeader && skipBlankLines(text, bodyOffset) >= text.length) {
    throw new FileRefused("has a header and no row below it", line);
  }
  return {
    encoding,
    bomBytes: skip,
    delimiter,
    quote,
    newline,
    header: hasHeader ? names : names.map((_, index) => `column ${index + 1}`),
    hasHeader,
    headerLooksLikeData: hasHeader && names.some(looksLikeData),
    bodyOffset: skip + slice.fileBytes(bodyOffset),
    bodyLines: countLines(text, bodyOffset, newline),
  };
}

/** What is no UTF-8 from its first bytes on was written in Windows-1252; one damaged character is not enough. */
function narrow(
  found: ReturnType<typeof sniffFile>["encoding"],
  chosen: ImportEncoding | undefined,
  bytes: Uint8Array,
  hasMark: boolean,
): ImportEncoding {
  if (found === "windows-1252" && chosen === "iso-8859-1") return "iso-8859-1";
  if (found !== "utf-8" || chosen !== undefined || hasMark) return found;
  // The last character may be cut by the end of these bytes.
  if ([0, 1, 2, 3].some((cut) => decodeUtf8(bytes.subarray(0, bytes.length - cut)).ok)) return "utf-8";
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const sequences = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;
  const wellFormed = text.match(sequences)?.length ?? 0;
  const strangers = text.replace(sequences, "").match(/[\x80-\xff]/g)?.length ?? 0;
  return strangers > wellFormed ? "windows-1252" : "utf-8";
}

/** Files that are text, or look like it, and are no table. */
function refuseOtherKinds(bytes: Buffer): void {
  const start = bytes.subarray(0, 4096);
  if (start.includes(0)) throw new FileRefused("holds zero bytes, which no text does; save it as CSV");
  const text = start.toString("latin1").trimStart().slice(0, 200);
  if (/^<(!doctype|html|table|\?xml)/i.test(text)) {
    throw new FileRefused("is a web page or XML; open it in a spreadsheet and save it as CSV");
  }
  if (/^[[{]\s*["{[]/.test(text)) throw new FileRefused("is JSON; send it to the API, or save it as CSV");
  if (/^\{\\rtf/.test(text)) throw new FileRefused("is a word processor's document; save it as CSV");
}

function refuseLongFirstLine(text: string, start: number): void {
  const end = text.slice(start, start + largestRecord + 1).search(/[\r\n]/);
  if (end === -1 && text.length - start > largestRecord) {
    throw new FileRefused("has a line of more than 64 KB", 1);
  }
}

interface Sample {
  readonly delimiter: CsvDelimiter;
  /** `end` counts from where the sample begins. */
  readonly records: readonly { readonly cells: readonly string[]; readonly end: number }[];
  readonly fault: string | null;
}

function sample(
  bytes: Buffer,
  newline: FileForm["newline"],
  delimiter: CsvDelimiter,
  quote: FileForm["quote"],
): Sample {
  const records: { cells: string[]; end: number }[] = [];
  let fault: string | null = null;
  try {
    parse(bytes, {
      delimiter,
      quote,
      escape: quote,
      encoding: "latin1",
      record_delimiter: newline === "lf" ? ["\r\n", "\n"] : "\r",
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: largestRecord,
      to: sampleRecords,
      on_record: (cells: string[], { bytes: end }) => {
        records.push({ cells, end });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    fault =
      error.code === "CSV_QUOTE_NOT_CLOSED" ? null : "has a quote in the middle of a cell in its header";
  }
  return { delimiter, records, fault };
}

/** The delimiter that cuts the header and most of the rows below it into the same number of cells, above one. */
function likeliest(readings: readonly Sample[]): CsvDelimiter {
  let best: { delimiter: CsvDelimiter; agreement: number; columns: number } = {
    delimiter: ",",
    agreement: -1,
    columns: 1,
  };
  for (const { delimiter, records } of readings) {
    const columns = records[0]?.cells.length ?? 0;
    if (columns < 2) continue;
    const alike = records.filter(({ cells }) => cells.length === columns).length;
    const agreement = Math.round((10 * alike) / records.length);
    if (agreement > best.agreement || (agreement === best.agreement && columns > best.columns)) {
      best = { delimiter, agreement, columns };
    }
  }
  return best.delimiter;
}

function isSingleQuoted(cells: readonly string[]): boolean {
  return cells.length > 0 && cells.every((cell) => /^'.*'$/s.test(cell) && cell.length > 2);
}

function decodeName(cell: string, encoding: ImportEncoding, line: number): string {
  if (encoding === "iso-8859-1") return cell;
  if (encoding === "windows-1252") return windows1252(cell);
  const decoded = decodeUtf8(Buffer.from(cell, "latin1"));
  if (decoded.ok) return decoded.text;
  throw new FileRefused(
    `has a header that is not ${encoding.toUpperCase()}: byte ${decoded.byte} at offset ${decoded.offset} of a name; choose another encoding`,
    line,
  );
}

/** Names have letters; a phone number, a time or a number in the first line is data. */
function looksLikeData(name: string): boolean {
  return /^\+?\d[\d\s().-]{5,}$/.test(name) || /^\d{4}-\d{2}-\d{2}/.test(name) || /^wamid\./.test(name);
}

function skipBlankLines(text: string, from: number): number {
  let at = from;
  while (text[at] === "\n" || text[at] === "\r") at++;
  return at;
}

function countLines(text: string, to: number, newline: FileForm["newline"]): number {
  return text.slice(0, to).split(newline === "lf" ? "\n" : "\r").length - 1;
}
