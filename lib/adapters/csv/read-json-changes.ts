import { FileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { decodeCell } from "./decode-cell.ts";
import { fileBytes } from "./file-bytes.ts";

export interface JsonFile {
  readonly rows: AsyncIterable<ImportRow>;
  readonly format: () => { kind: "json"; encoding: string; delimiter: null };
}

/**
 * Rows of `{ "changes": [...] }`. JSON can only be read whole; large histories are better sent as CSV or NDJSON.
 *
 * @throws FileRefused (while reading) when it is anything else.
 */
export function readJsonChanges(source: AsyncIterable<Uint8Array>, charset: string | null): JsonFile {
  let encoding = "utf-8";
  async function* rows(): AsyncGenerator<ImportRow> {
    const file = await fileBytes(source, charset);
    encoding = file.encoding;
    const pieces: Uint8Array[] = [];
    for await (const piece of file.bytes) pieces.push(piece);
    const changes = readChanges(Buffer.concat(pieces));
    for (const [index, value] of changes.entries()) {
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      yield isObject
        ? { index, line: null, cells: value as Readonly<Record<string, unknown>> }
        : { index, line: null, fault: { path: "row", message: "is not a JSON object" } };
    }
  }
  return { rows: rows(), format: () => ({ kind: "json", encoding, delimiter: null }) };
}

function readChanges(bytes: Uint8Array): readonly unknown[] {
  const text = decodeCell(bytes);
  if (!text.ok) throw new FileRefused(text.message);
  let body: unknown;
  try {
    body = JSON.parse(text.text);
  } catch {
    throw new FileRefused("is not valid JSON");
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new FileRefused('is not an object with a list under "changes"');
  }
  const stranger = Object.keys(body).find((key) => key !== "changes");
  if (stranger !== undefined)
    throw new FileRefused(`has a field "${stranger.slice(0, 60)}" that is not known`);
  const changes: unknown = "changes" in body ? body.changes : undefined;
  if (!Array.isArray(changes)) throw new FileRefused('has no list under "changes"');
  return changes as readonly unknown[];
}
