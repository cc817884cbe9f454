import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verifySignature } from "./verify-signature.ts";

const secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (body: Uint8Array, key = secret, algorithm = "sha256") =>
  createHmac(algorithm, key).update(body).digest("hex");

describe("verifySignature", () => {
  it("takes the published example", () => {
    // RFC 4231, test case 2.
    const header = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    expect(verifySignature(bytes("what do ya want for nothing?"), header, "Jefe")).toBe(true);
  });

  const body = bytes('{"object":"whatsapp_business_account","entry":[]}');
  const good = hex(body);
  it.each<[string, string | null | undefined]>([
    ["no header", undefined],
    ["null", null],
    ["empty", ""],
    ["no prefix", good],
    ["prefix only", "sha256="],
    ["sha1", `sha1=${hex(body, secret, "sha1")}`],
    ["sha1 digits under the right prefix", `sha256=${hex(body, secret, "sha1")}`],
    ["upper-case prefix", `SHA256=${good}`],
    ["mixed-case prefix", `Sha256=${good}`],
    ["upper-case digits", `sha256=${good.toUpperCase()}`],
    ["one digit short", `sha256=${good.slice(0, -1)}`],
    ["one digit long", `sha256=${good}0`],
    ["space in front", ` sha256=${good}`],
    ["two signatures", `sha256=${good}, sha256=${good}`],
    ["another secret", `sha256=${hex(body, "another secret")}`],
    ["another body", `sha256=${hex(bytes("{}"))}`],
    ["not hexadecimal, right length", `sha256=${"g".repeat(64)}`],
    ["characters of several bytes, right count", `sha256=${"é".repeat(64)}`],
    ["characters of several bytes, right byte count", `sha256=${"é".repeat(32)}`],
    ["NUL bytes", `sha256=${"\0".repeat(64)}`],
  ])("F14 refuses: %s", (_name, header) => {
    expect(verifySignature(body, header, secret)).toBe(false);
  });

  it("F14 refuses everything when there is no app secret", () => {
    expect(verifySignature(body, `sha256=${hex(body, "")}`, "")).toBe(false);
  });

  it.each([
    ["an escaped umlaut", '{"name":"Gr\\u00f6\\u00dfe"}'],
    ["an escaped slash", '{"url":"https:\\/\\/example.com\\/"}'],
    ["an escaped emoji", '{"text":"\\ud83d\\ude00"}'],
    ["a raw emoji", '{"text":"😀"}'],
    ["spaces and a line end", '{ "a" : 1 }\r\n'],
    ["nothing", ""],
  ])("F15 verifies the raw bytes of a body with %s", (_name, text) => {
    const raw = bytes(text);
    expect(verifySignature(raw, `sha256=${hex(raw)}`, secret)).toBe(true);
    expect(verifySignature(Buffer.concat([raw, bytes(" ")]), `sha256=${hex(raw)}`, secret)).toBe(false);
  });

  it("F15 takes any signed bytes, refuses them with any one bit changed, and never throws", () => {
    const anyBody = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(anyBody, fc.nat(), fc.string(), (raw, at, header) => {
        const signature = `sha256=${hex(raw)}`;
        expect(verifySignature(raw, signature, secret)).toBe(true);
        const changed = Uint8Array.from(raw);
        changed[at % raw.length]! ^= 1 << (at % 8);
        expect(verifySignature(changed, signature, secret)).toBe(false);
        expect(verifySignature(raw, header, secret)).toBe(header === signature);
      }),
      { numRuns: 500 },
    );
  });
});
