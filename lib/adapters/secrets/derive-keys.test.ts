import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { deriveKeys } from "./derive-keys.ts";

const secret = "planted-master-secret-0123456789abcdef";

describe("deriveKeys", () => {
  it("gives the same keys for the same secret and others for another", () => {
    const [one, same, other] = [deriveKeys(secret), deriveKeys(secret), deriveKeys(`${secret}x`)];
    expect(one.sessionSecret).toBe(same.sessionSecret);
    expect(one.wrappingKey.equals(same.wrappingKey)).toBe(true);
    expect(one.tokenHashKey.equals(same.tokenHashKey)).toBe(true);
    expect(one.sessionSecret).not.toBe(other.sessionSecret);
    expect(one.wrappingKey.equals(other.wrappingKey)).toBe(false);
  });

  it("gives every purpose a key of its own, 32 bytes long", () => {
    const keys = deriveKeys(secret);
    const raw = [
      keys.sessionSecret,
      keys.wrappingKey.export().toString("base64url"),
      keys.tokenHashKey.export().toString("base64url"),
    ];
    expect(new Set(raw).size).toBe(3);
    expect(raw.map((key) => Buffer.from(key, "base64url").length)).toEqual([32, 32, 32]);
  });

  it("stays the same over releases: a change here makes stored values unreadable", () => {
    // HKDF-SHA-256 (RFC 5869) of the secret above, salt "staygreen", info "staygreen session v1"; computed with
    // Python's hmac and hashlib.
    expect(deriveKeys(secret).sessionSecret).toBe("MzH2M2RuSV01cLlh-2VhHF9vMudV1t8e2sTSMzGaUVA");
  });

  it("prints no keys and refuses a short secret", () => {
    const { wrappingKey, tokenHashKey } = deriveKeys(secret);
    const printed = inspect({ wrappingKey, tokenHashKey }) + JSON.stringify({ wrappingKey, tokenHashKey });
    expect(printed).not.toContain(wrappingKey.export().toString("hex").slice(0, 8));
    expect(() => deriveKeys("short")).toThrow(RangeError);
  });
});
