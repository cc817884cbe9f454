import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLine, shorten, webLink } from "./plain-text.ts";

/** Making arbitrary Unicode text is slow to begin with on a busy machine. */
const patient = { timeout: 60_000 };

describe("plainLine", patient, () => {
  it.each([
    ["Shop\u202Egnp.exe", "Shopgnp.exe"],
    ["a\u2066b\u2069\u200e\u200f\u061cc", "abc"],
    ["a\r\nBcc: x", "a Bcc: x"],
    ["a\u2028b\u0000c\u001b[31m", "a b c [31m"],
    ["\ufeff  a ", "a"],
    ["می‌خواهم 👩‍👩‍👧", "می‌خواهم 👩‍👩‍👧"],
    ["half \ud83d", "half \ufffd"],
  ])("%j becomes %j", (text, expected) => {
    expect(plainLine(text)).toBe(expected);
  });

  it("always gives one line without control characters, and leaves its own result alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const line = plainLine(text);
        expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        expect(plainLine(line)).toBe(line);
      }),
    );
  });
});

describe("shorten", patient, () => {
  it("keeps the limit and never halves a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const short = shorten(text, length);
        expect(short.length).toBeLessThanOrEqual(length);
        expect(short).not.toMatch(/\p{Surrogate}/u);
        if (text.length <= length) expect(short).toBe(text);
      }),
    );
  });
});

describe("webLink", () => {
  it.each([
    ["https://staygreen.example.com/incidents/1", "https://staygreen.example.com/incidents/1"],
    ["http://localhost:3000/", "http://localhost:3000/"],
    ["javascript:alert(1)", null],
    ["JaVaScRiPt:alert(1)", null],
    ["data:text/html,x", null],
    ["/incidents/1", null],
    ["", null],
  ])("%s → %s", (address, expected) => {
    expect(webLink(address)).toBe(expected);
  });
});
