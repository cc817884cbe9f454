import { parse } from "csv-parse/sync";
import { FileRefused } from "../../core/history/file-refused.ts";
import { decodeCell } from "./decode-cell.ts";

export interface CsvHeader {
  readonly delimiter: string;
  /** What each column is, as rows are judged; null for a column of our own exports that says nothing new. */
  readonly columns: readonly (string | null)[];
}

const delimiters = [",", ";", "\t"] as const;
const mostColumns = 50;
const longestLine = 64 * 1024;

/** By the name without case, spaces and underscores. */
const known = new Map<string, string | null>([
  ["subject", "subject"],
  ["id", "id"],
  ["phonenumberid", "phoneNumberId"],
  ["field", "field"],
  ["value", "value"],
  ["at", "at"],
  ["from", null],
  ["notbefore", null],
  ["recordedat", null],
  ["source", null],
]);

/**
 * The first line that is not blank, read as a header; its delimiter is the one that yields the columns of a history.
 *
 * @returns the header, and all bytes again from the beginning.
 * @throws FileRefused when the columns of a history are not all there, or others are.
 */
export async function readHeader(
  source: AsyncIterable<Uint8Array>,
): Promise<{ header: CsvHeader; bytes: AsyncIterable<Uint8Array> }> {
  const iterator = source[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let line: Buffer | null = null;
  for (;;) {
    line = firstLine(start);
    if (line !== null) break;
    if (start.byteLength > longestLine) throw new FileRefused("has a line of more than 64 KB", 1);
    const next = await iterator.next();
    if (next.done === true) {
      line = start;
      break;
    }
    start = Buffer.concat([start, next.value]);
  }
  const header = toHeader(line);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield start;
    for (;;) {
      const next = await iterator.next();
      if (next.done === true) return;
      yield next.value;
    }
  }
  return { header, bytes: bytes() };
}

/** The first line with something on it, without its end; null while it is not complete. */
function firstLine(bytes: Buffer): Buffer | null {
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue;
    if (bytes.subarray(from, at).toString("latin1").trim() !== "") return bytes.subarray(from, at);
    from = at + 1;
  }
  return null;
}

function toHeader(line: Buffer): CsvHeader {
  const decoded = decodeCell(line);
  if (!decoded.ok) throw new FileRefused(`has a header that ${decoded.message}`, 1);
  const readings = delimiters.map((delimiter) => ({ delimiter, names: split(decoded.text, delimiter) }));
  const score = (names: readonly string[]) => names.filter((name) => known.has(plain(name))).length;
  const best = readings.reduce((a, b) => (score(b.names) > score(a.names) ? b : a));
  if (best.names.length > mostColumns) {
    throw new FileRefused(`has ${best.names.length} columns, more than ${mostColumns}`, 1);
  }
  const columns = best.names.map((name) => known.get(plain(name)));
  const stranger = best.names.find((name, index) => columns[index] === undefined && plain(name) !== "at");
  const has = (...names: string[]) => columns.some((column) => names.some((name) => name === column));
  const missing = [
    ...(has("id", "phoneNumberId") ? [] : ["id"]),
    ...(["field", "value", "at"] as const).filter((name) => !has(name)),
  ];
  if (missing.length > 0) {
    throw new FileRefused(
      `has no column ${missing.join(", ")} in its first line; the header is subject,id,field,value,at`,
      1,
    );
  }
  if (stranger !== undefined) {
    throw new FileRefused(`has a column "${stranger.slice(0, 60)}" that is not known`, 1);
  }
  const named = columns.filter((column): column is string => typeof column === "string");
  const twice = named.find((column, index) => named.indexOf(column) !== index);
  if (twice !== undefined) throw new FileRefused(`has the column ${twice} twice`, 1);
  if (has("id") && has("phoneNumberId")) throw new FileRefused("has both id and phoneNumberId", 1);
  return { delimiter: best.delimiter, columns: columns.map((column) => column ?? null) };
}

function split(line: string, delimiter: string): string[] {
  try {
    return parse(line, { delimiter, relax_column_count: true })[0] ?? [];
  } catch {
    return [];
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, "");
}
