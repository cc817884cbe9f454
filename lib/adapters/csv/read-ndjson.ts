import { FileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { decodeCell } from "./decode-cell.ts";
import { fileBytes } from "./file-bytes.ts";

const longestLine = 64 * 1024;

export interface NdjsonFile {
  readonly rows: AsyncIterable<ImportRow>;
  /** Asked for after the rows. */
  readonly format: () => { kind: "ndjson"; encoding: string; delimiter: null };
}

/**
 * Rows of a file with one JSON object a line, as they arrive. A line that is no object is a fault of its own.
 *
 * @throws FileRefused (while reading) for a line over 64 KB and for files that are no text.
 */
export function readNdjson(source: AsyncIterable<Uint8Array>, charset: string | null): NdjsonFile {
  let encoding = "utf-8";
  async function* rows(): AsyncGenerator<ImportRow> {
    const file = await fileBytes(source, charset);
    encoding = file.encoding;
    let [index, number] = [0, 0];
    for await (const line of lines(file.bytes)) {
      number++;
      const bare = Buffer.from(line);
      if (bare.toString("latin1").trim() === "") continue;
      yield toRow(index++, number, bare);
    }
  }
  return { rows: rows(), format: () => ({ kind: "ndjson", encoding, delimiter: null }) };
}

function toRow(index: number, line: number, bytes: Uint8Array): ImportRow {
  const text = decodeCell(bytes);
  if (!text.ok) return { index, line, fault: { path: "row", message: text.message } };
  try {
    const value: unknown = JSON.parse(text.text);
    if (isObject(value)) return { index, line, cells: value };
    return { index, line, fault: { path: "row", message: "is not a JSON object" } };
  } catch {
    return { index, line, fault: { path: "row", message: "is not JSON" } };
  }
}

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  let number = 1;
  for await (const piece of bytes) {
    const joined = rest.byteLength === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    let from = 0;
    for (let at = joined.indexOf(0x0a); at !== -1; at = joined.indexOf(0x0a, from)) {
      if (at - from > longestLine) throw tooLong(number);
      yield joined.subarray(from, at);
      number++;
      from = at + 1;
    }
    rest = joined.subarray(from);
    if (rest.byteLength > longestLine) throw tooLong(number);
  }
  if (rest.byteLength > 0) yield rest;
}

function tooLong(line: number): FileRefused {
  return new FileRefused("has a line of more than 64 KB", line);
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
