import { describe, expect, it } from "vitest";
import type { PasswordPort } from "../../services/context.ts";
import { createPasswords } from "./passwords.ts";

const passwords: PasswordPort = createPasswords();

describe("createPasswords", () => {
  it("hashes with argon2id, 19 MiB, 2 passes, 1 lane, and a salt of its own", async () => {
    const [one, two] = await Promise.all([passwords.hash("violet kettle"), passwords.hash("violet kettle")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(two).not.toBe(one);
    expect(await passwords.verify(one, "violet kettle")).toBe(true);
    expect(await passwords.verify(one, "violet kettlE")).toBe(false);
  });

  it("takes the same password from a keyboard that composes accents differently", async () => {
    const hash = await passwords.hash("K\u00f6nigsberger Klopse");
    expect(await passwords.verify(hash, "Ko\u0308nigsberger Klopse")).toBe(true);
  });

  it("does the same work for an account that does not exist", async () => {
    const hash = await passwords.hash("violet kettle");
    const time = async (stored: string | null) => {
      const began = performance.now();
      for (let turn = 0; turn < 4; turn += 1) await passwords.verify(stored, "something else");
      return performance.now() - began;
    };
    await time(hash);
    const [known, unknown] = [await time(hash), await time(null)];
    expect(await passwords.verify(null, "")).toBe(false);
    // Loose on purpose: a skipped hash would be a thousand times faster.
    expect(unknown).toBeGreaterThan(known / 5);
  });

  it("lets nobody in on a damaged hash", async () => {
    for (const damaged of ["", "x", "$argon2id$v=19$m=19456,t=2,p=1$", "plaintext"]) {
      expect(await passwords.verify(damaged, damaged)).toBe(false);
    }
  });
});
