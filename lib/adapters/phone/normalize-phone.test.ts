import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactIdentity } from "../../core/messages/contact-identity.ts";
import { countryOf, normalizePhone } from "./normalize-phone.ts";

const read = (raw: string, country: string | null) => {
  const reading = normalizePhone(raw, country);
  return reading.ok ? reading.contact : reading.message;
};

describe("F33 phone numbers of files", () => {
  // Every form of one number, with and without a stated country. National forms by the plan of Germany (0151 is mobile).
  it.each<[string, string | null]>([
    ["+49 151 12345678", null],
    ["+49 151 12345678", "US"],
    ["0049 151 12345678", null],
    ["0049 151 12345678", "DE"],
    ["4915112345678", null],
    ["4915112345678", "DE"],
    ["+٤٩١٥١١٢٣٤٥٦٧٨", "DE"],
    ["٠٠٤٩١٥١١٢٣٤٥٦٧٨", null],
    ["+49\u00a0151\u202f12345678", null],
    ["\u202a+4915112345678\u202c", "IT"],
    ["0151 12345678", "DE"],
    ["0151/12345678", "de"],
    ["(0151) 1234-5678", "DE"],
    ["15112345678", "DE"],
    ["٠١٥١١٢٣٤٥٦٧٨", "DE"],
    ["+49 (0)151 12345678", null],
    ["0049 (0) 151 12345678", "FR"],
  ])("%j in %s is one person", (raw, country) => {
    expect(read(raw, country)).toBe("+4915112345678");
  });

  it.each<[string, string | null, string]>([
    // A zero belongs to numbers of Italy's fixed net, not to those of others; libphonenumber's plans.
    ["06 6982 1234", "IT", "+390669821234"],
    ["+39 06 6982 1234", null, "+390669821234"],
    ["347 123 4567", "IT", "+393471234567"],
    ["(415) 555-2671", "US", "+14155552671"],
    ["612 34 56 78", "ES", "+34612345678"],
    ["11 96123-4567", "BR", "+5511961234567"],
    ["4917604069001", "US", "+4917604069001"],
  ])("%j in %s is %s", (raw, country, contact) => {
    expect(read(raw, country)).toBe(contact);
  });

  it.each<[string, string | null, RegExp]>([
    ["0151 12345678", null, /national number without its country/],
    ["0151 12345678", "XX", /country XX, which does not exist/],
    // 03361 is Fürstenwalde, +33 6 a mobile of France.
    ["33612345678", "DE", /could be a number of DE or one with the country code \+33/],
    ["0151 12", "DE", /no phone number of DE/],
    ["+49 (0)1", null, /too short/],
    ["12345", null, /too short/],
    ["+49 151 12345678, +49 151 12345679", null, /too long/],
    ["+49 151 12345678 ext. 7", null, /is not a phone number/],
    ["0151 12345678 ext. 7", "DE", /is not a phone number/],
    ["somebody", "DE", /is not a phone number/],
    ["1".repeat(100), "DE", /longer than any/],
    ["", null, /too short/],
  ])("%j in %s is not guessed at", (raw, country, message) => {
    expect(read(raw, country)).toMatch(message);
  });

  it("gives what the API makes of every international form, whatever country is stated", () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{5,14}$/);
    const country = fc.constantFrom(null, "DE", "US", "IT", "BR");
    fc.assert(
      fc.property(digits, fc.constantFrom("+", "00", "+ ", "00 "), country, (number, prefix, stated) => {
        const identity = contactIdentity(prefix + number, "phone");
        expect(`tel:${read(prefix + number, stated)}`).toBe(identity);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: "binary" }), country, (raw, stated) => {
        expect(typeof read(raw, stated)).toBe("string");
      }),
    );
  }, 30_000);

  it("knows the countries", () => {
    expect([countryOf(" de "), countryOf("XX"), countryOf("")]).toEqual(["DE", null, null]);
  });
});
