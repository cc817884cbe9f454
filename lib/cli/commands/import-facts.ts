import { open, writeFile, type FileHandle } from "node:fs/promises";
import path from "node:path";
import {
  importLimits,
  importList,
  importProgress,
  importShape,
  rejectionList,
  type CreateImportBody,
  type ImportDto,
  type ImportProgress,
} from "../../contracts/imports.ts";
import { fileMark, markedBytes } from "../../core/imports/file-mark.ts";
import { importFields, type ImportKind } from "../../core/imports/import-fields.ts";
import { firstSliceBytes, nextSliceBytes, speedOf } from "../../core/imports/slice-pace.ts";
import type { ApiClient } from "../api-client.ts";
import { startProgress } from "../progress.ts";
import { CliFailure, type Terminal } from "../terminal.ts";

export interface ImportFactsOptions {
  /** Decisions about the columns; what is not decided is guessed by the server. */
  readonly decided: Partial<CreateImportBody>;
  readonly dryRun: boolean;
  /** Goes on with an import of the same file that was cut off. */
  readonly resume: boolean;
  readonly errors: string | undefined;
  readonly json: boolean;
}

const mostNamed = 10;

/** Sends a CSV file slice by slice; rows that were rejected make the command fail after the good ones are in. */
export async function importFacts(
  api: ApiClient,
  terminal: Terminal,
  kind: ImportKind,
  file: string,
  options: ImportFactsOptions,
): Promise<void> {
  const handle = await openFile(file);
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new CliFailure([`file: ${file} is empty`]);
    const mark = fileMark(await bytesOf(handle, 0, Math.min(size, markedBytes)), size);
    const one =
      (options.resume ? await findOpen(api, kind, mark) : null) ??
      (await begin(api, kind, { handle, size, mark, name: path.basename(file) }, options));
    if (!options.json) for (const line of mappingWords(one)) terminal.err(`${line}\n`);
    const end = await sendSlices(api, terminal, one, handle);
    if (options.errors !== undefined) {
      await writeFile(options.errors, await api.download(`${pathOf(one)}/rejections?format=csv`));
    }
    if (options.json) terminal.out(JSON.stringify({ ...one, ...end }));
    else terminal.out(`${resultWords(one, end)}\nimport ${one.id}`);
    if (end.rejectedCount > 0) throw new CliFailure(await complaints(api, one, end, options.errors));
  } finally {
    await handle.close();
  }
}

async function openFile(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch {
    throw new CliFailure([`file: ${file} cannot be read`], 2);
  }
}

async function findOpen(api: ApiClient, kind: ImportKind, mark: string): Promise<ImportDto | null> {
  const query = new URLSearchParams({ fileMark: mark, limit: "50" });
  const { data } = await api.get(`/api/v1/imports?${query.toString()}`, importList);
  return data.find((one) => one.state === "open" && one.kind === kind) ?? null;
}

async function begin(
  api: ApiClient,
  kind: ImportKind,
  file: { readonly handle: FileHandle; readonly size: number; readonly mark: string; readonly name: string },
  { decided, dryRun }: ImportFactsOptions,
): Promise<ImportDto> {
  const head = await bytesOf(file.handle, 0, Math.min(file.size, importLimits.headBytes));
  const body: CreateImportBody = {
    ...decided,
    kind,
    fileName: file.name.slice(0, 200),
    fileSize: file.size,
    fileMark: file.mark,
    head: Buffer.from(head).toString("base64"),
    dryRun,
  };
  return api.post("/api/v1/imports", importShape, body);
}

async function sendSlices(
  api: ApiClient,
  terminal: Terminal,
  one: ImportDto,
  handle: FileHandle,
): Promise<ImportProgress> {
  const progress = startProgress(terminal);
  const startedAt = terminal.now();
  let present: ImportProgress = one;
  let length = firstSliceBytes;
  while (present.state === "open") {
    const offset = present.byteOffset;
    const bytes = await bytesOf(handle, offset, Math.min(length, one.fileSize - offset));
    const last = offset + bytes.byteLength === one.fileSize;
    const askedAt = terminal.now();
    try {
      const address = `${pathOf(one)}/slices?offset=${offset}&last=${String(last)}`;
      present = await api.putBytes(address, importProgress, bytes);
    } catch (error) {
      progress.end();
      if (!(error instanceof CliFailure)) throw error;
      const advice = `Import ${one.id} is at byte ${offset}. The same command with --resume goes on from there.`;
      throw new CliFailure([...error.lines, advice], error.exitCode);
    }
    const moved = present.byteOffset > offset;
    length = nextSliceBytes({ bytes: length, tookMs: terminal.now() - askedAt, moved });
    progress.update(
      present.byteOffset,
      one.fileSize,
      progressWords(one, present, terminal.now() - startedAt),
    );
  }
  progress.end();
  return present;
}

function progressWords(one: ImportDto, present: ImportProgress, ms: number): string {
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  const done = { bytes: present.byteOffset - one.byteOffset, rows: rowsOf(present) - rowsOf(one), ms };
  const speed = speedOf(done, one.fileSize - present.byteOffset);
  const pace =
    speed === null
      ? ""
      : `, ${speed.rowsPerSecond.toLocaleString("en")} rows/s, ${speed.secondsLeft.toLocaleString("en")} s left`;
  return `${megabytes(present.byteOffset)} of ${megabytes(one.fileSize)} MB, ${rowsOf(present).toLocaleString("en")} rows${pace}`;
}

function rowsOf(one: ImportProgress): number {
  return one.acceptedCount + one.changedCount + one.duplicateCount + one.rejectedCount;
}

async function bytesOf(handle: FileHandle, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.slice(0, filled);
}

function pathOf(one: ImportDto): string {
  return `/api/v1/imports/${encodeURIComponent(one.id)}`;
}

function mappingWords(one: ImportDto): string[] {
  const origins = importFields[one.kind].flatMap(({ name }) => {
    const origin = one.mapping.fields[name];
    if (origin === undefined) return [];
    if ("constant" in origin) return [`${name} is ${JSON.stringify(origin.constant)} for all rows`];
    return [
      `${name} from ${JSON.stringify(one.form.header[origin.column] ?? `column ${origin.column + 1}`)}`,
    ];
  });
  const begun = one.byteOffset > 0 ? [`going on at byte ${one.byteOffset}`] : [];
  return [`${one.form.encoding}, ${origins.join(", ")}`, ...begun];
}

function resultWords({ dryRun }: ImportDto, end: ImportProgress): string {
  const count = (number: number) => number.toLocaleString("en");
  if (dryRun) {
    return `in order: ${count(end.acceptedCount)}, twice in the file: ${count(end.duplicateCount)}, rejected: ${count(end.rejectedCount)}; nothing was stored, so rows that are known already are not told apart`;
  }
  return `new: ${count(end.acceptedCount)}, changed: ${count(end.changedCount)}, known already: ${count(end.duplicateCount)}, rejected: ${count(end.rejectedCount)}`;
}

async function complaints(
  api: ApiClient,
  one: ImportDto,
  { rejectedCount }: ImportProgress,
  errorPath: string | undefined,
): Promise<string[]> {
  if (errorPath !== undefined) return [`${rejectedCount} rows were rejected; see ${errorPath}`];
  const { data } = await api.get(`${pathOf(one)}/rejections?limit=${mostNamed}`, rejectionList);
  const lines = data.map(
    ({ line, column, message }) => `line ${line}: ${column === null ? "" : `${column} `}${message}`,
  );
  return [...lines, `${rejectedCount} rows were rejected; --errors <file> writes them to a file`];
}
