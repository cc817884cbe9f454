import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createContactHasher } from "../../adapters/secrets/contact-hasher.ts";
import { openContactHasher, type HashedContact } from "./hash-contact.ts";

const keys = [1, 2, 3].map((version) => ({ version, key: Buffer.alloc(32, version) }));
const ada = "+49 176 040 69001";
const hmac = (version: number, text = "tel:+4917604069001") =>
  createHmac("sha256", keys[version - 1]!.key)
    .update(text)
    .digest("hex");

/** An organization with keys 1 to `newest`, of which `retired` are retired. */
async function open(newest: number, retired: readonly number[] = []) {
  const contacts = createContactHasher({
    loadKeys: () =>
      Promise.resolve(
        keys
          .slice(0, newest)
          .map(({ version }) => ({ version, sealed: Buffer.alloc(0), retired: retired.includes(version) }))
          .filter((key) => key.version === 1 || !key.retired),
      ),
    storeKey: (_, key) => Promise.resolve(key),
    seal: () => Promise.resolve(Buffer.alloc(0)),
    open: (_, version) => Promise.resolve(keys[version - 1]!.key.toString("base64url")),
  });
  return (await openContactHasher({ contacts }, "shop")).hashContact;
}
const hashed = (answer: unknown) => answer as HashedContact;

describe("contacts of a batch", () => {
  it("become the hash under the newest key, with those under older ones that are in use", async () => {
    expect((await open(1))(ada)).toEqual({
      fault: null,
      contact: hmac(1),
      keyVersion: 1,
      older: [],
      stableKey: hmac(1),
    });
    expect((await open(3, [2]))(ada)).toMatchObject({ contact: hmac(3), keyVersion: 3, older: [hmac(1)] });
  });

  it("are the person that a sender hashed without telling the number", async () => {
    const hashContact = await open(2);
    expect(hashContact(`v2:${hmac(2)}`)).toMatchObject({ contact: hashed(hashContact(ada)).contact });
    expect(hashContact(hmac(1).toUpperCase())).toMatchObject({ contact: hmac(1), keyVersion: 1, older: [] });
  });

  it("give one stable text over new and retired keys, from the number or its first hash", async () => {
    const texts = [await open(1), await open(2), await open(3, [1, 2])].map(
      (hashContact) => hashed(hashContact(ada)).stableKey,
    );
    expect(new Set(texts)).toEqual(new Set([hashed((await open(2))(hmac(1))).stableKey]));
  });

  it("name the prefix once the first key is retired", async () => {
    const hashContact = await open(2, [1]);
    for (const given of [hmac(1), `v1:${hmac(1)}`]) {
      expect(hashContact(given).fault).toContain(
        "hash with version 2 and write v2: before the 64 characters",
      );
    }
    expect(hashContact(`v3:${hmac(3)}`).fault).toContain("does not exist");
  });
});
