import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFileRefused } from "../../core/history/file-refused.ts";
import type { ImportRow } from "../../core/history/judge-import-row.ts";
import { readCsv } from "./read-csv.ts";

const header = "id,field,value,at";
const line = "700101,quality_rating,GREEN,2026-05-01T09:30:00Z";
const cells = { id: "700101", field: "quality_rating", value: "GREEN", at: "2026-05-01T09:30:00Z" };

/** In pieces of so many bytes, as a network delivers them. */
function* pieces(file: string | Uint8Array, size = 65_536): Generator<Uint8Array> {
  const bytes = Buffer.from(file);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function* arriving(source: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (const piece of source) yield await Promise.resolve(piece);
}

async function read(file: string | Uint8Array, options: { charset?: string; size?: number } = {}) {
  const csv = readCsv(arriving(pieces(file, options.size)), options.charset ?? null);
  const rows: ImportRow[] = [];
  for await (const row of csv.rows) rows.push(row);
  return { rows, ...csv.format() };
}
const onlyCells = async (file: string | Uint8Array, charset?: string) =>
  (await read(file, charset === undefined ? {} : { charset })).rows.map((row) =>
    "cells" in row ? row.cells : row.fault,
  );

async function refusal(file: string | Uint8Array | Iterable<Uint8Array>): Promise<string> {
  const source = typeof file === "string" || file instanceof Uint8Array ? pieces(file) : file;
  try {
    const rows: ImportRow[] = [];
    for await (const row of readCsv(arriving(source), null).rows) rows.push(row);
  } catch (error) {
    if (isFileRefused(error)) return `${error.line ?? "-"}: ${error.message}`;
    throw error;
  }
  return "read to its end";
}

describe("F29 the ways in which a CSV file is written", () => {
  it.each([
    ["plain", `${header}\n${line}\n`, "utf-8", ","],
    ["without an end of line", `${header}\n${line}`, "utf-8", ","],
    ["byte-order mark and CRLF", `\ufeff${header}\r\n${line}\r\n`, "utf-8", ","],
    ["semicolons", `${header}\n${line}`.replaceAll(",", ";"), "utf-8", ";"],
    ["tabs", `${header}\n${line}`.replaceAll(",", "\t"), "utf-8", "\t"],
    [
      "quotes",
      `"id","field","value","at"\n"700101","quality_rating","GREEN","2026-05-01T09:30:00Z"`,
      "utf-8",
      ",",
    ],
    ["blank lines", `\n${header}\n\n${line}\n\n`, "utf-8", ","],
    ["headers in any case", `ID,Field,VALUE,At\n${line}`, "utf-8", ","],
  ])("%s", async (_name, file, encoding, delimiter) => {
    const { rows, ...format } = await read(file);
    expect(rows.map((row) => "cells" in row && row.cells)).toEqual([cells]);
    expect(format).toEqual({ kind: "csv", encoding, delimiter });
  });

  it.each([
    ["UTF-16 with a mark", Buffer.from(`\ufeff${header}\n${line}`, "utf16le"), "utf-16le"],
    ["UTF-16 without one", Buffer.from(`${header}\n${line}`, "utf16le"), "utf-16le"],
    ["UTF-16, the other way round", Buffer.from(`\ufeff${header}\n${line}`, "utf16le").swap16(), "utf-16be"],
  ])("%s", async (_name, file, encoding) => {
    expect(await onlyCells(file)).toEqual([cells]);
    expect((await read(file, { size: 7 })).encoding).toBe(encoding);
  });

  const cafe = Buffer.from(`${header}\n700101,verified_name,Café,2026-05-01T09:30:00Z\n${line}\n`, "latin1");

  it("reads Windows-1252 when it is told so", async () => {
    expect(await onlyCells(cafe, "windows-1252")).toEqual([
      { ...cells, field: "verified_name", value: "Café" },
      cells,
    ]);
  });

  it("rejects a row with bytes that are no UTF-8, names the place, and keeps the others", async () => {
    const { rows } = await read(cafe);
    expect(rows[0]).toEqual({
      index: 0,
      line: 2,
      fault: {
        path: "value",
        message: expect.stringMatching(/not UTF-8: byte 0xE9 at offset 3.*windows-1252/) as string,
      },
    });
    expect(rows[1]).toEqual({ index: 1, line: 3, cells });
  });

  it("tells the line at which a row begins, line breaks inside of it or not", async () => {
    const { rows } = await read(`${header}\n700101,verified_name,"Two\nlines",x\n\n${line}\n`);
    expect(rows.map((row) => row.line)).toEqual([2, 5]);
    expect(rows[0]).toMatchObject({ cells: { value: "Two\nlines" } });
  });

  it("is the same however it arrives", async () => {
    const file = `\ufeff${header}\r\n700101,verified_name,"Ü; \r\n""ß"", 漢",x\r\n${line}\r\n700101,a\r\n`;
    const whole = (await read(file)).rows;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        expect((await read(file, { size })).rows).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });
});

describe("F30 files that are refused fast, with the line", () => {
  it.each([
    ["nothing at all", "", "-: is empty"],
    ["another header", "when,what\n1,2", /^1: has no column id, field, value, at in its first line/],
    ["a column nobody knows", `${header},colour\n${line},red`, '1: has a column "colour" that is not known'],
    ["a column twice", `id,id,field,value,at\n`, "1: has the column id twice"],
    ["an open quote", `${header}\n${line}\n700101,"quality_rating,GREEN,x\n${line}\n`, /^3: opens a quote/],
    [
      "an open quote in a long file",
      `${header}\n${line}\n"${`${line}\n`.repeat(5_000)}`,
      /^3: holds a record of more than 64 KB/,
    ],
    ["a quote in the middle", `${header}\n700101,quality"_rating,GREEN,x\n`, /^2: has a quote in the middle/],
    [
      "51 columns",
      `${header}\n${line}\n${Array.from({ length: 51 }, () => "x").join(",")}\n`,
      "3: has 51 columns, more than 50",
    ],
    [
      "10,000 columns in the header",
      `${header}${",x".repeat(10_000)}\n`,
      /^1: has 10004 columns, more than 50/,
    ],
    [
      "a zip renamed to csv",
      Buffer.from("504b030414000600", "hex"),
      /^-: is a zip archive or an Excel workbook/,
    ],
    ["gzip", gzipSync(`${header}\n${line}`), /compressed with gzip/],
    ["UTF-32", Buffer.from("fffe00006900000064000000", "hex"), /UTF-32/],
  ])("%s", async (_name, file, message) => {
    const said = await refusal(file);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it("a line of 10 MB, before it is taken apart", async () => {
    let sent = 0;
    function* endless(): Generator<Uint8Array> {
      yield Buffer.from(`${header}\n`);
      for (; sent < 160; sent++) yield Buffer.alloc(65_536, ",");
    }
    expect(await refusal(endless())).toBe("2: has a line of more than 64 KB");
    expect(sent).toBeLessThan(10);
  });

  it("an encoding that is not read, by its name", async () => {
    await expect(read(`${header}\n${line}`, { charset: "shift_jis" })).rejects.toThrow(/shift_jis.*UTF-8/);
  });

  it("a row with too few cells is a fault of that row only", async () => {
    const { rows } = await read(`${header}\n700101,quality_rating\n${line}\n`);
    expect(rows[0]).toMatchObject({ fault: { path: "row", message: "has 2 cells, the header names 4" } });
    expect(rows[1]).toMatchObject({ cells });
  });
});

it("never fails otherwise, whatever the bytes are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, withHeader) => {
      const file = withHeader ? Buffer.concat([Buffer.from(`${header}\n`), bytes]) : bytes;
      expect(await refusal(file)).toBeTypeOf("string");
    }),
    { numRuns: 500 },
  );
  expect(await refusal(deflateRawSync(Buffer.alloc(100_000, "x")))).toBeTypeOf("string");
});
