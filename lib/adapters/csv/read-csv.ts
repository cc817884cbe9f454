import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { FileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { decodeCell } from "./decode-cell.ts";
import { explainCsvError } from "./explain-csv-error.ts";
import { fileBytes } from "./file-bytes.ts";
import { readHeader, type CsvHeader } from "./read-header.ts";

const largestRecord = 64 * 1024;
const mostColumns = 50;

export interface CsvFile {
  readonly rows: AsyncIterable<ImportRow>;
  /** Asked for after the rows. */
  readonly format: () => { kind: "csv"; encoding: string; delimiter: string | null };
}

/**
 * Rows of a CSV file as they arrive, in constant memory. Rows with a wrong number of cells or with bytes that are not
 * text are faults of their own.
 *
 * @throws FileRefused (while reading) for a header that names no history, a quote that is never closed, a record over
 * 64 KB, more than 50 columns, and files that are no text.
 */
export function readCsv(source: AsyncIterable<Uint8Array>, charset: string | null): CsvFile {
  let encoding = "utf-8";
  let delimiter: string | null = null;
  async function* rows(): AsyncGenerator<ImportRow> {
    const file = await fileBytes(source, charset);
    encoding = file.encoding;
    const { header, bytes } = await readHeader(file.bytes);
    delimiter = header.delimiter;
    yield* records(bytes, header);
  }
  return { rows: rows(), format: () => ({ kind: "csv", encoding, delimiter }) };
}

interface ParsedRecord {
  /** One character a byte: text is decoded cell by cell, so that one bad cell costs one row. */
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

async function* records(bytes: AsyncIterable<Uint8Array>, header: CsvHeader): AsyncGenerator<ImportRow> {
  let lastLine = 1;
  const parser = parse({
    delimiter: header.delimiter,
    encoding: "latin1",
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: largestRecord,
    from: 2,
    // The parser runs ahead of the loop below: this is where it is when it fails.
    on_record: (record: string[], context) => {
      lastLine = context.lines;
      return record;
    },
  });
  // Errors of either side end the loop below; the callback has nothing to add.
  pipeline(Readable.from(withoutEndlessLines(bytes)), parser, () => undefined);
  let index = 0;
  try {
    for await (const parsed of parser as AsyncIterable<ParsedRecord>) {
      const cells = parsed.record.map((cell) => Buffer.from(cell, "latin1"));
      const line = parsed.info.lines - breaksIn(parsed.record);
      if (cells.length > mostColumns) {
        throw new FileRefused(`has ${cells.length} columns, more than ${mostColumns}`, line);
      }
      yield toRow(index++, line, cells, header);
    }
  } catch (error) {
    throw error instanceof CsvError ? explainCsvError(error, lastLine + 1) : error;
  }
}

/** A line over 64 KB is a record over 64 KB, and its cells must not be taken apart first. */
async function* withoutEndlessLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [line, length] = [1, 0];
  for await (const piece of bytes) {
    let from = 0;
    for (let at = piece.indexOf(0x0a); at !== -1; at = piece.indexOf(0x0a, from)) {
      if (length + at - from > largestRecord) throw endless(line);
      [line, length, from] = [line + 1, 0, at + 1];
    }
    length += piece.byteLength - from;
    if (length > largestRecord) throw endless(line);
    yield piece;
  }
}

function endless(line: number): FileRefused {
  return new FileRefused("has a line of more than 64 KB", line);
}

function toRow(index: number, line: number, cells: readonly Uint8Array[], header: CsvHeader): ImportRow {
  if (cells.length !== header.columns.length) {
    const message = `has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header names ${header.columns.length}`;
    return { index, line, fault: { path: "row", message } };
  }
  const row: { [name: string]: string } = {};
  for (const [place, name] of header.columns.entries()) {
    if (name === null) continue;
    const cell = decodeCell(cells[place] ?? new Uint8Array());
    if (!cell.ok) return { index, line, fault: { path: name, message: cell.message } };
    row[name] = cell.text;
  }
  return { index, line, cells: row };
}

/** Line breaks inside quoted cells: the parser counts to a record's end, people look for its beginning. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split("\n").length - 1, 0);
}
