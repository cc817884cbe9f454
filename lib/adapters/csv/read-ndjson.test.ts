import { describe, expect, it } from "vitest";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { readJsonChanges } from "./read-json-changes.ts";
import { readNdjson } from "./read-ndjson.ts";

async function* arriving(file: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}
async function collect(rows: AsyncIterable<ImportRow>): Promise<ImportRow[]> {
  const all: ImportRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
const ndjson = (file: string | Uint8Array, size = 11) => collect(readNdjson(arriving(file, size), null).rows);
const json = (file: string) => collect(readJsonChanges(arriving(file, 11), null).rows);

describe("NDJSON", () => {
  it("F34 rejects a bad line by index and line, and keeps the rest", async () => {
    const file = `\ufeff{"id":"1"}\r\n\nnot json\n[1]\n"x"\n{"id":"ü"}`;
    expect(await ndjson(file)).toEqual([
      { index: 0, line: 1, cells: { id: "1" } },
      { index: 1, line: 3, fault: { path: "row", message: "is not JSON" } },
      { index: 2, line: 4, fault: { path: "row", message: "is not a JSON object" } },
      { index: 3, line: 5, fault: { path: "row", message: "is not a JSON object" } },
      { index: 4, line: 6, cells: { id: "ü" } },
    ]);
  });

  it("F29 rejects a line with bytes that are no UTF-8", async () => {
    const rows = await ndjson(Buffer.from(`{"id":"é"}\n{"id":"1"}\n`, "latin1"));
    expect(rows).toMatchObject([{ fault: { path: "row" } }, { cells: { id: "1" } }]);
  });

  it("F30 refuses a line over 64 KB", async () => {
    await expect(ndjson(`{"id":"1"}\n${"x".repeat(70_000)}`, 4_096)).rejects.toMatchObject({
      name: "FileRefused",
      line: 2,
    });
  });
});

describe("JSON", () => {
  it("is a list under changes", async () => {
    expect(await json(`{"changes":[{"id":"1"},null]}`)).toEqual([
      { index: 0, line: null, cells: { id: "1" } },
      { index: 1, line: null, fault: { path: "row", message: "is not a JSON object" } },
    ]);
  });

  it.each([
    ["", /is empty/],
    ["{", /not valid JSON/],
    ["[]", /not an object with a list/],
    ["{}", /no list under/],
    [`{"changes":1}`, /no list under/],
    [`{"changes":[],"surprise":1}`, /"surprise" that is not known/],
  ])("%j is refused", async (file, message) => {
    await expect(json(file)).rejects.toThrow(message);
  });
});
