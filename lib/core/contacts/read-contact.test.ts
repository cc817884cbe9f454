import { describe, expect, it } from "vitest";
import { readContact } from "./read-contact.ts";

const hex = "a3".repeat(32);

describe("a contact as a sender gives it", () => {
  it.each([
    ["+4917604069001"],
    ["0049 176 040 690 01"],
    ["49 (176) 040-690-01"],
    [" +49 176 040 69001 "],
    [4917604069001],
  ])("F33 %j is one phone number", (raw) => {
    expect(readContact(raw)).toEqual({ form: "phone", identity: "tel:+4917604069001" });
  });

  it("reads a WhatsApp user id", () => {
    expect(readContact("de.1a2B3c")).toEqual({ form: "user-id", identity: "wa:DE.1a2B3c" });
  });

  it.each([
    [hex, 1, false],
    [hex.toUpperCase(), 1, false],
    [`v1:${hex}`, 1, true],
    [`v12:${hex}`, 12, true],
  ])("reads the hash %s", (raw, keyVersion, versionGiven) => {
    expect(readContact(raw)).toEqual({ form: "hash", hash: hex, keyVersion, versionGiven });
  });

  it.each([
    [undefined, "is missing"],
    ["   ", "is missing"],
    [true, "must be text"],
    ["0176 040 69001", "is a national number"],
    ["ada@example.com", "is no phone number"],
    ["12345", "is no phone number"],
    [hex.slice(1), "is no hash that we make"],
    [`v0:${hex}`, "is no hash that we make"],
    [`v2:${hex.slice(2)}`, "is no hash that we make"],
    [`sha256:${hex}`, "is no hash that we make"],
  ])("refuses %j: %s", (raw, message) => {
    const read = readContact(raw);
    expect(read.form === "fault" ? read.message : read).toContain(message);
  });

  it("never repeats what was given", () => {
    for (const given of ["0176 040 69001", "ada@example.com", "4917604069001234567", `v2:${hex}00`]) {
      const read = readContact(given);
      expect(read.form).toBe("fault");
      const longest = given.match(/[a-z0-9]{4,}/gi) ?? [];
      for (const part of longest) expect(JSON.stringify(read)).not.toContain(part);
    }
  });
});
