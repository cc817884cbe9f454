import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantTimeEqual } from "./constant-time-equal.ts";
import { createTokenHasher } from "./hash-token.ts";

describe("createTokenHasher", () => {
  it("is HMAC-SHA-256 in lower-case hexadecimal", () => {
    // RFC 4231, test case 2.
    const hashToken = createTokenHasher(createSecretKey(Buffer.from("Jefe")));
    expect(hashToken("what do ya want for nothing?")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });

  it("depends on the key", () => {
    const [one, other] = ["a", "b"].map((key) => createTokenHasher(createSecretKey(Buffer.from(key))));
    expect(one!("token")).not.toBe(other!("token"));
  });
});

describe("constantTimeEqual", () => {
  it("says what === says, for any two strings", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (left, right) => {
        expect(constantTimeEqual(left, right)).toBe(left === right);
        expect(constantTimeEqual(left, left)).toBe(true);
      }),
    );
    expect(constantTimeEqual("", "")).toBe(true);
    expect(constantTimeEqual("abc", "abcd")).toBe(false);
  });
});
