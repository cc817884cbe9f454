import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactIdentity } from "./contact-identity.ts";

describe("contactIdentity", () => {
  const same = "tel:+4917604069001";
  it.each<[string, unknown]>([
    ["as Meta writes it", "4917604069001"],
    ["as a JSON number", 4917604069001],
    ["with a plus", "+4917604069001"],
    ["with spaces", " +49 176 0406 9001 "],
    ["with a 00 prefix", "004917604069001"],
    ["with a spaced 00 prefix", "00 49 176-0406-9001"],
    ["with no-break spaces", "+49\u00a0176\u00a004069001"],
    ["with narrow no-break spaces", "+49\u202f176\u202f04069001"],
    ["with brackets, points and slashes", "+49 (176) 0406.90/01"],
    ["with typographic dashes", "+49 176\u20110406\u20139001"],
    ["with marks of direction, as copied from a contact card", "\u202a+49 176 04069001\u202c\u200e"],
    ["in Arabic-Indic digits", "+٤٩١٧٦٠٤٠٦٩٠٠١"],
    ["in Persian digits", "۰۰۴۹۱۷۶۰۴۰۶۹۰۰۱"],
    ["in Devanagari digits", "४९१७६०४०६९००१"],
    ["in full-width digits", "＋４９１７６０４０６９００１"],
  ])("F33 %s, a number is one person", (_, raw) => {
    expect(contactIdentity(raw, "phone")).toBe(same);
  });

  it.each<[string, unknown]>([
    ["a national form", "0176 04069001"],
    ["a plus before a zero", "+0176 04069001"],
    ["a zero dialled at home only", "+49 (0)176 04069001"],
    ["five digits", "49176"],
    ["sixteen digits", "4917604069001123"],
    ["letters", "4917604069001x"],
    ["two numbers", "4917604069001, 4917604069002"],
    ["a plus in the middle", "49+17604069001"],
    ["a group's id", "HZ3hXq7abQ"],
    ["a user id", "DE.10493827561029384"],
    ["a fraction", 4917604069001.5],
    ["a negative number", -4917604069001],
    ["a number beyond 2^53", 2 ** 60],
    ["nothing", ""],
    ["null", null],
    ["undefined", undefined],
    ["an object", { toString: () => "4917604069001" }],
    ["a list", ["4917604069001"]],
    ["a very long text", "4".repeat(100_000)],
  ])("F33 %s is not guessed at", (_, raw) => {
    expect(contactIdentity(raw, "phone")).toBeNull();
  });

  it.each<[unknown, string | null]>([
    ["DE.10493827561029384", "wa:DE.10493827561029384"],
    [" de.10493827561029384\n", "wa:DE.10493827561029384"],
    ["US.ENT.11815799212886844830", "wa:US.ENT.11815799212886844830"],
    ["US.aB3", "wa:US.aB3"],
    ["US.a", "wa:US.a"],
    ["US.", null],
    ["10493827561029384", null],
    ["DE.1049 3827", null],
    ["DE.1.2.3", null],
    [`DE.${"1".repeat(129)}`, null],
    [10493827561029, null],
    [null, null],
  ])("reads the user id %j as %s", (raw, identity) => {
    expect(contactIdentity(raw, "user-id")).toBe(identity);
  });

  it("gives the same for every way to write a number, and nothing but its two forms", () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{5,14}$/);
    const gap = fc.constantFrom("", " ", "-", "\u00a0", ".", "\u200f");
    fc.assert(
      fc.property(digits, fc.constantFrom("", "+", "00", "＋"), fc.array(gap), (number, prefix, gaps) => {
        const written =
          prefix +
          Array.from(number)
            .map((digit, place) => digit + (gaps[place % (gaps.length || 1)] ?? ""))
            .join("");
        expect(contactIdentity(written, "phone")).toBe(written.length > 64 ? null : `tel:+${number}`);
      }),
    );
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(contactIdentity(raw, "phone") ?? "tel:+123456").toMatch(/^tel:\+[1-9]\d{5,14}$/);
        expect(contactIdentity(raw, "user-id") ?? "wa:DE.1").toMatch(/^wa:[A-Z]{2}\.[A-Za-z0-9.]+$/);
      }),
    );
  });
});
