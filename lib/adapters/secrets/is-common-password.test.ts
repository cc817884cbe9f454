import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonPasswords } from "./common-passwords.ts";
import { isCommonPassword } from "./is-common-password.ts";

describe("isCommonPassword", { timeout: 60_000 }, () => {
  it.each([
    "password1234",
    "Password1234!",
    "P@ssw0rd2024!!",
    "passwordpassword",
    "123456789012",
    "1234567890123456",
    "987654321098",
    "qwertyuiop123",
    "QWERTYUIOPasdfghjkl",
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "abababababab",
    "112233445566",
    "abcdefghijkl",
    "Staygreen2026",
    "staygreen-admin-1",
    "St4ygr33n!!!!",
    "WhatsApp12345",
    "adminadmin123",
    "Welcome2026!!",
    "changeme12345",
    "iloveyou12345",
    "correct horse battery staple",
    "Letmein Letmein",
    "ThisIsMyPassword1",
    "Passwort12345",
    "111111111112",
  ])("refuses %s", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    "violet-kettle-orbit-ninety",
    "Tz7#kq!mW2pLx9",
    "the quiet harbour at noon",
    "mein Hund frisst gern Birnen",
    "staygreen on my own terms 7",
    "Xk2-passwordless-harbour",
    "日本の静かな港で昼寝する猫",
    "9f86d081884c7d659a2f",
  ])("takes %s", (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });

  it("lists only what is long enough to be tried as a password here", () => {
    expect([...commonPasswords].filter((text) => text.length < 12)).toEqual([]);
    expect(commonPasswords.size).toBeGreaterThan(250);
  });

  it("refuses every listed password however it is capitalised, spaced or numbered", () => {
    fc.assert(
      fc.property(fc.constantFrom(...commonPasswords), fc.nat(999), (text, number) => {
        expect(isCommonPassword(text.toUpperCase())).toBe(true);
        expect(isCommonPassword(text.split("").join(" "))).toBe(true);
        if (!/^[^a-z]|[^a-z]$/.test(text)) expect(isCommonPassword(`${text}${number}!`)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("takes random passwords and answers quickly for any text", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 24 }), (bytes) => {
        fc.pre(new Set(bytes).size > 10);
        expect(isCommonPassword(Buffer.from(bytes).toString("base64"))).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void isCommonPassword(text)),
    );
    expect(isCommonPassword("ilovepassadmin".repeat(9))).toBe(false);
  });
});
