import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isFileRefused } from "../../core/history/file-refused.ts";
import type { CsvDelimiter, FileForm, ImportEncoding } from "./file-form.ts";
import { readSlice } from "./read-slice.ts";
import { sniffImport, type FormChoice } from "./sniff-import.ts";

type Row = { readonly line: number; readonly cells: readonly string[]; readonly broken: string | null };

/** As a client does it: the next slice starts where the last one was read to; one without a record is sent longer. */
function readAll(form: FileForm, file: Uint8Array, sizes: readonly number[]): { rows: Row[]; lines: number } {
  const rows: Row[] = [];
  let [offset, lines, turn, extra] = [0, 0, 0, 0];
  while (offset < file.length) {
    const size = (sizes[turn++ % sizes.length] ?? 1) + extra;
    const bytes = file.subarray(offset, offset + size);
    const isLast = offset + bytes.length === file.length;
    const reading = readSlice(form, bytes, { isFirst: offset === 0, isLast });
    rows.push(...reading.records.map((record) => ({ ...record, line: record.line + lines })));
    lines += reading.lines;
    offset += reading.consumedBytes;
    extra = reading.consumedBytes === 0 ? extra + size : 0;
  }
  expect(offset).toBe(file.length);
  return { rows, lines };
}

function encode(text: string, encoding: ImportEncoding, mark: boolean): Buffer {
  if (encoding === "windows-1252" || encoding === "iso-8859-1") return Buffer.from(text, "latin1");
  const marked = mark ? `\ufeff${text}` : text;
  if (encoding === "utf-8") return Buffer.from(marked, "utf8");
  const little = Buffer.from(marked, "utf16le");
  return encoding === "utf-16le" ? little : little.swap16();
}

function read(file: string | Uint8Array, choice: FormChoice = {}) {
  const bytes = Buffer.from(file);
  const form = sniffImport(bytes, choice);
  return { form, ...readAll(form, bytes, [bytes.length]) };
}

function refusal(file: string | Uint8Array): string {
  try {
    read(file);
  } catch (error) {
    if (isFileRefused(error)) return `${error.line ?? "-"}: ${error.message}`;
    throw error;
  }
  return "read to its end";
}

const header = "contact,source,optedInAt";
const row = "+4915112345678,checkout-de,2026-05-01T09:30:00Z";
const cells = row.split(",");

describe("slices of a file", () => {
  const encodings: readonly ImportEncoding[] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "iso-8859-1",
  ];
  const wide = fc.array(fc.constantFrom(...Array.from("ab,;\t|'\"\n\r =é€漢😀\u2c30\u0100\u0a0d\ufeff")), {
    maxLength: 9,
  });
  const narrow = fc.array(fc.constantFrom(...Array.from("ab,;\t|'\"\n\r éÜ\xff")), { maxLength: 9 });

  it("F29 give the records that were written, whatever the encoding and wherever the slices end", () => {
    const file = fc.constantFrom(...encodings).chain((encoding) => {
      const isWide = encoding.startsWith("utf");
      const cell = (isWide ? wide : narrow).map((characters) => characters.join(""));
      return fc.record({
        encoding: fc.constant(encoding),
        mark: fc.boolean(),
        delimiter: fc.constantFrom<CsvDelimiter>(",", ";", "\t", "|"),
        newline: fc.constantFrom("\n", "\r\n"),
        ended: fc.boolean(),
        blanks: fc.integer({ min: 0, max: 2 }),
        records: fc.array(fc.tuple(fc.constant("x"), cell, cell), { minLength: 1, maxLength: 8 }),
      });
    });
    const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(file, sizes, ({ encoding, mark, delimiter, newline, ended, blanks, records }, slices) => {
        const write = (one: readonly string[]) => {
          const plain = one.map((cell) =>
            /["\n\r,;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
          );
          return plain.join(delimiter) + newline.repeat(1 + blanks);
        };
        const text = [["id", "näme", "c"], ...records].map(write).join("");
        const bytes = encode(ended ? text : text.trimEnd(), encoding, mark);
        const form = sniffImport(bytes, { encoding, delimiter });
        expect(form).toMatchObject({ encoding, header: ["id", "näme", "c"], newline: "lf" });
        const whole = readAll(form, bytes, [bytes.length]);
        const sliced = readAll(form, bytes, slices);
        expect(sliced).toEqual(whole);
        // Without its last line end, a file may end in spaces that belong to the last cell.
        if (ended) expect(whole.rows.map((record) => record.cells)).toEqual(records);
        expect(whole.rows.every(({ broken }) => broken === null)).toBe(
          ended || whole.rows.at(-1)?.broken === null,
        );
        const lineOf = (count: number) => (text.match(/\n/g) ?? []).slice(0, count).length;
        expect(whole.lines).toBe(ended ? lineOf(Infinity) : whole.lines);
      }),
      { numRuns: 1000 },
    );
  }, 30_000);

  it("F29 are the same as one piece for any bytes at all, or both are refused", () => {
    const soup = fc.array(
      fc.constantFrom("a", ",", '"', '""', '",', '"\n', "\n", "\r\n", "\r", "é", "\xff", ",,\n", "a,b\n"),
      { maxLength: 60 },
    );
    const outcome = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        if (isFileRefused(error)) return "refused";
        throw error;
      }
    };
    fc.assert(
      fc.property(
        soup,
        fc.constantFrom(...encodings),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 }),
        (pieces, encoding, odd, sizes) => {
          // In the byte encodings \xff is half of nothing; in UTF-16 a half pair is put in.
          const isWide = encoding.startsWith("utf-16");
          const body = pieces.join("").replaceAll("\xff", isWide ? "\ud83d" : "\xff");
          const file = Buffer.concat([
            encode("one,two\nx,y\n", encoding, true),
            encoding === "utf-8" ? Buffer.from(body, "latin1") : encode(body, encoding, false),
            Buffer.alloc(isWide && odd ? 1 : 0, 0x41),
          ]);
          const form = sniffImport(file, { encoding, delimiter: "," });
          expect(outcome(() => readAll(form, file, sizes))).toEqual(
            outcome(() => readAll(form, file, [file.length])),
          );
        },
      ),
      {
        numRuns: 1000,
        // A lone CR belongs to its cell, also where a slice ends inside the record.
        examples: [[["\r", "a", ",", '"', "\n", "b", '"', "\n"], "utf-8", false, [20]]],
      },
    );
  }, 30_000);

  it("hold nothing when they end before the first record does, and ask for more", () => {
    const file = Buffer.from(`${header}\n${row}\n`);
    const form = sniffImport(file);
    const nothing = { records: [], consumedBytes: 0, lines: 0 };
    expect(readSlice(form, file.subarray(0, 10), { isFirst: true, isLast: false })).toEqual(nothing);
    const afterHeader = file.subarray(form.bodyOffset, form.bodyOffset + 10);
    expect(readSlice(form, afterHeader, { isFirst: false, isLast: false })).toEqual(nothing);
  });
});

describe("F29 the ways in which a CSV file is written", () => {
  it.each<[string, string | Uint8Array, Partial<FileForm>]>([
    ["plain", `${header}\n${row}\n`, { encoding: "utf-8", delimiter: ",", bomBytes: 0, bodyOffset: 25 }],
    ["byte-order mark and CRLF", `\ufeff${header}\r\n${row}`, { bomBytes: 3, bodyOffset: 29 }],
    ["semicolons", `${header}\n${row}`.replaceAll(",", ";"), { delimiter: ";" }],
    ["tabs", `${header}\n${row}`.replaceAll(",", "\t"), { delimiter: "\t" }],
    ["bars", `${header}\n${row}`.replaceAll(",", "|"), { delimiter: "|" }],
    [
      "Excel's line about the delimiter",
      `sep=;\r\n${header}\r\n${row}`.replaceAll(",", ";"),
      { delimiter: ";", bodyLines: 2 },
    ],
    [
      "UTF-16 with a mark",
      encode(`${header}\n${row}`, "utf-16le", true),
      { encoding: "utf-16le", bomBytes: 2, bodyOffset: 52 },
    ],
    [
      "UTF-16 without one",
      encode(`${header}\n${row}`, "utf-16le", false),
      { encoding: "utf-16le", bomBytes: 0 },
    ],
    ["UTF-16, the other way round", encode(`${header}\n${row}`, "utf-16be", true), { encoding: "utf-16be" }],
    ["line ends of old Macs", `${header}\r${row}\r`, { newline: "cr" }],
    ["single quotes", `${header}\n${row}`.replace(/[^,\n]+/g, "'$&'"), { quote: "'" }],
    ["blank lines and rows of delimiters only", `\n${header}\n\n,,\n${row}\n,,\n\n`, { bodyLines: 2 }],
    ["a delimiter at every end of a row", `${header}\n${row},\n`, {}],
  ])("%s", (_name, file, form) => {
    const reading = read(file);
    expect(reading.rows.map((record) => record.cells)).toEqual([cells]);
    expect(reading.form).toMatchObject({ header: header.split(","), ...form });
  });

  it("takes a file that is no UTF-8 for Windows-1252, and shows it", () => {
    const file = Buffer.from("contact,source\n1,Caf\xe9 \x80\n", "latin1");
    const { form, rows } = read(file);
    expect(form.encoding).toBe("windows-1252");
    expect(rows[0]?.cells).toEqual(["1", "Café €"]);
    expect(read(file, { encoding: "iso-8859-1" }).rows[0]?.cells).toEqual(["1", "Café \x80"]);
  });

  it("rejects the row with bytes that are no UTF-8, names the place, and keeps the others", () => {
    const file = Buffer.concat([
      Buffer.from(`${header}\nü,ü,1\nCaf`),
      Buffer.from([0xe9]),
      Buffer.from(`,b,2\n${row}`),
    ]);
    const { form, rows } = read(file);
    expect(form.encoding).toBe("utf-8");
    expect(rows.map(({ line, broken }) => [line, broken?.slice(0, 60) ?? null])).toEqual([
      [2, null],
      [3, 'column "contact" is not UTF-8: byte 0xE9 at offset 3 of the ce'.slice(0, 60)],
      [4, null],
    ]);
  });

  it("tells the line at which a record begins, and rejects a row that is cut short or has a stray quote", () => {
    const { rows } = read(`${header}\n"two\r\nlines",b,c\n\na,b\na,5" pipe,c\n"a"b,c,d\n${row}\n`);
    expect(rows.map(({ line, broken }) => [line, broken])).toEqual([
      [2, null],
      [5, "has 2 cells, the header names 3"],
      [6, "has a quote in the middle of a cell; double it inside quotes"],
      [7, "has a quote in the middle of a cell; double it inside quotes"],
      [8, null],
    ]);
  });

  it("says when the first line looks like data, and reads it as data when told so", () => {
    expect(read(`${row}\n${row}`).form.headerLooksLikeData).toBe(true);
    expect(read(`${header}\n${row}`).form.headerLooksLikeData).toBe(false);
    const { form, rows } = read(`${row}\n${row}`, { hasHeader: false });
    expect([form.header, rows.length, rows[0]?.line]).toEqual([["column 1", "column 2", "column 3"], 2, 1]);
  });
});

describe("F30 files that are refused fast, with the line", () => {
  const line = `${row}\n`;
  it.each<[string, string | Uint8Array, string | RegExp]>([
    ["nothing at all", "", "-: is empty"],
    ["nothing but line ends", "\n\r\n\n", "-: is empty"],
    ["a header alone", `${header}\r\n\r\n`, "1: has a header and no row below it"],
    ["an open quote", `${header}\n${line}"${line}${line}`, "3: opens a quote that is never closed"],
    [
      "an open quote that a later one closes",
      `${header}\n"${line}"x",y,z\n`,
      /^2: has a quote in the middle/,
    ],
    [
      "an open quote in a long file",
      `${header}\n${line}"${line.repeat(5_000)}`,
      /^3: holds a record of more than 64 KB/,
    ],
    [
      "a record over 64 KB",
      `${header}\n${line}"${"x\n".repeat(33_000)}",a,b\n`,
      /^3: holds a record of more than 64 KB/,
    ],
    ["201 columns", `${header}\n${line}${"x,".repeat(200)}x\n`, "3: has 201 columns, more than 200"],
    [
      "10,000 columns in the header",
      `${header}${",x".repeat(10_000)}\n${line}`,
      "1: has 10003 columns, more than 200",
    ],
    ["a line of 10 MB", `${header}\n${",".repeat(10_000_000)}`, /^2: holds a record of more than 64 KB/],
    ["a workbook renamed to csv", Buffer.from("504b030414000600", "hex"), /zip archive or an Excel workbook/],
    ["gzip renamed to csv", Buffer.from("1f8b080000000000", "hex"), /compressed with gzip/],
    ["a PDF renamed to csv", "%PDF-1.7\n", /is a PDF/],
    ["a web page renamed to csv", "<!DOCTYPE html>\n<html>", /is a web page/],
    ["JSON renamed to csv", '[{"contact":"+49"}]', /is JSON/],
    ["anything binary", Buffer.from("6162002c01\n0203", "latin1").fill(0, 3, 4), /zero bytes/],
  ])("%s", (_name, file, message) => {
    const said = refusal(file);
    if (typeof message === "string") expect(said).toBe(message);
    else expect(said).toMatch(message);
  });
});
