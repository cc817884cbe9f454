import { createReadStream } from "node:fs";
import { stat, writeFile } from "node:fs/promises";
import path from "node:path";
import {
  historyImportLimits,
  historyImportResult,
  type HistoryImportResult,
} from "../../contracts/history.ts";
import { meShape } from "../../contracts/people.ts";
import { csvText } from "../../core/history/csv-text.ts";
import type { ApiClient } from "../api-client.ts";
import { startProgress } from "../progress.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

export interface ImportOptions {
  readonly dryRun: boolean;
  readonly errors: string | undefined;
  readonly charset: string | undefined;
  readonly json: boolean;
}

const types = new Map([
  [".csv", "text/csv"],
  [".tsv", "text/csv"],
  [".txt", "text/csv"],
  [".ndjson", "application/x-ndjson"],
  [".jsonl", "application/x-ndjson"],
  [".json", "application/json"],
]);
const mostNamed = 10;

/** Sends a file of past history; rows that were rejected make the command fail after the good ones are in. */
export async function importHistory(
  api: ApiClient,
  terminal: Terminal,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const type = types.get(path.extname(file).toLowerCase());
  if (type === undefined) {
    throw new CliFailure([`file: ${file} does not end in ${[...types.keys()].join(", ")}`], 2);
  }
  const size = await sizeOf(file);
  if (size > historyImportLimits.bytes) {
    throw new CliFailure([`file: ${file} is larger than 10 MB; split it, and keep the header in each part`]);
  }
  // A refused key is better told before the file is on its way.
  await api.get("/api/v1/me", meShape);
  const query = new URLSearchParams({
    fileName: path.basename(file).slice(0, 200),
    dryRun: String(options.dryRun),
  });
  const result = await api.upload(`/api/v1/history-imports?${query.toString()}`, historyImportResult, {
    type: options.charset === undefined ? type : `${type}; charset=${options.charset}`,
    content: watched(file, size, terminal),
  });
  if (options.errors !== undefined) await writeFile(options.errors, errorFile(result));
  if (options.json) terminal.out(JSON.stringify(result));
  else for (const line of words(result)) terminal.out(line);
  if (result.rejectedCount > 0) throw new CliFailure(complaints(result, options.errors));
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    throw new CliFailure([`file: ${file} cannot be read`], 2);
  }
}

async function* watched(file: string, size: number, terminal: Terminal): AsyncGenerator<Uint8Array> {
  const progress = startProgress(terminal);
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  let sent = 0;
  for await (const piece of createReadStream(file) as AsyncIterable<Buffer>) {
    yield piece;
    sent += piece.byteLength;
    progress.update(sent, size, `${megabytes(sent)} of ${megabytes(size)} MB sent`);
  }
  progress.end();
}

function words(result: HistoryImportResult): string[] {
  return [
    `${result.dryRun ? "would be imported" : "imported"}: ${result.accepted}, known already: ${result.duplicates}, rejected: ${result.rejectedCount}`,
    ...result.notes.map((note) => `${note.message} (${note.count} rows)`),
    ...(result.id === null ? [] : [`import ${result.id}`]),
  ];
}

function complaints(result: HistoryImportResult, errorPath: string | undefined): string[] {
  if (errorPath !== undefined) return [`${result.rejectedCount} rows were rejected; see ${errorPath}`];
  const lines = result.rejected
    .slice(0, mostNamed)
    .map(
      (row) =>
        `${placeOf(row)}: ${row.errors.map(({ path: where, message }) => `${where}: ${message}`).join("; ")}`,
    );
  const more = result.rejectedCount - lines.length;
  return more > 0 ? [...lines, `and ${more} more; --errors <file> writes the first 1,000 to a file`] : lines;
}

function placeOf(row: HistoryImportResult["rejected"][number]): string {
  return row.line === null ? `row ${row.index + 1}` : `line ${row.line}`;
}

function errorFile(result: HistoryImportResult): string {
  return csvText([
    ["index", "line", "path", "message"],
    ...result.rejected.flatMap((row) =>
      row.errors.map(({ path: where, message }) => [
        String(row.index),
        row.line === null ? null : String(row.line),
        where,
        message,
      ]),
    ),
  ]);
}
