import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { losslessJson } from "./lossless-json.ts";

/** What must come out, said the slow way: from the value instead of the text. */
function expected(value: unknown): unknown {
  if (typeof value === "bigint") {
    return value.toString().replace("-", "").length >= 16 ? value.toString() : Number(value);
  }
  if (typeof value === "string") return value.replaceAll("\0", "\ufffd").replace(/\p{Surrogate}/gu, "\ufffd");
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [expected(key), expected(item)]));
  }
  return value;
}

function write(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[ ${value.map(write).join(" ,")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)} :${write(item)}`)
      .join(",\n")}}`;
  }
  return JSON.stringify(value);
}

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[\\"0-9u{}:, de+.-]{0,40}$/),
  fc.constantFrom(
    "\0",
    "a\0b",
    "\ud83d",
    "\ude00\ud83d",
    "12345678901234567890",
    '"12345678901234567890',
    "\\",
  ),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
    // Whole doubles of 16 digits and more are written like long integers: the integers above stand for them.
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Number.isInteger(number) || Math.abs(number) < 1e15)
      .map((number) => (number === 0 ? 0 : number)),
    fc.boolean(),
    fc.constant(null),
    text,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 5 },
    ),
  ),
})).value;

describe("losslessJson", { timeout: 60_000 }, () => {
  it("keeps every digit of long integers and everything else as JSON.parse has it", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(losslessJson(write(value))).toEqual(expected(value));
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses what JSON.parse refuses, unless only a long integer stood where a name belongs", () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string(), fc.json()), (source) => {
        let valid = true;
        try {
          JSON.parse(source);
        } catch {
          valid = false;
        }
        if (valid) expect(() => losslessJson(source)).not.toThrow();
        else if (!/\d{16}/.test(source)) expect(() => losslessJson(source)).toThrow(SyntaxError);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["9007199254740993", "9007199254740993"],
    ["-9007199254740993", "-9007199254740993"],
    ["999999999999999", 999_999_999_999_999],
    ["1000000000000000", "1000000000000000"],
    ["12345678901234567.5", 12345678901234567.5],
    ["12345678901234567e1", 12345678901234567e1],
    ["1e400", Number.POSITIVE_INFINITY],
    ['"\\\\u0000"', "\\u0000"],
    ['"\\\\\\u0000"', "\\\ufffd"],
    ['"\\uD83D\\uDE00"', "😀"],
    ['"\\ud83d12345678901234567890"', "\ufffd12345678901234567890"],
  ])("%s", (source, value) => {
    expect(losslessJson(source)).toBe(value);
  });

  it.each(["", "0000000000000000001", "-", "[1", '"\\', '"\\u12', "{12345678901234567", "\0"])(
    "refuses %j",
    (source) => {
      expect(() => losslessJson(source)).toThrow(SyntaxError);
    },
  );

  it("takes linear time on text made to be slow", () => {
    for (const source of ['"\\"'.repeat(700_000), "1".repeat(3_000_000), '"'.repeat(3_000_000)]) {
      const began = performance.now();
      try {
        losslessJson(source);
      } catch {
        // Only the time matters here.
      }
      expect(performance.now() - began).toBeLessThan(10_000);
    }
  });
});
