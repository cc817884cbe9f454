import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createContactHasher, type StoredContactKey } from "./contact-hasher.ts";

/** A store in memory; sealing is a mark, so that a test can see what was sealed. */
function keyStore() {
  const keys = new Map<string, StoredContactKey[]>();
  const retired = new Set<number>();
  const hashers = () =>
    createContactHasher({
      loadKeys: (organizationId) =>
        Promise.resolve(
          (keys.get(organizationId) ?? [])
            .map((key) => ({ ...key, retired: retired.has(key.version) }))
            .filter((key, place) => place === 0 || !key.retired),
        ),
      storeKey: (organizationId, key) => {
        const stored = keys.get(organizationId) ?? [];
        if (!stored.some(({ version }) => version === key.version)) stored.push(key);
        keys.set(organizationId, stored);
        return Promise.resolve(stored.find(({ version }) => version === key.version) ?? key);
      },
      seal: (organizationId, version, key) =>
        Promise.resolve(Buffer.from(`${organizationId}/${version}/${key}`)),
      open: (organizationId, version, sealed) =>
        Promise.resolve(Buffer.from(sealed).toString().replace(`${organizationId}/${version}/`, "")),
    });
  return { keys, retired, hashers };
}

const ada = "tel:+4917604069001";
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("keyed hashes of contacts", () => {
  it("is HMAC-SHA-256 of the identity under the organization's key, as any library makes it", async () => {
    const { keys, hashers } = keyStore();
    const hasher = await hashers().open("shop");
    const key = Buffer.from(Buffer.from(keys.get("shop")![0]!.sealed).toString().split("/")[2]!, "base64url");
    expect(key).toHaveLength(32);
    expect(hex(hasher.hash(ada))).toBe(createHmac("sha256", key).update(ada).digest("hex"));
  });

  it("is the same for ever and everywhere in one organization, and another in the next", async () => {
    const { hashers } = keyStore();
    const first = await hashers().open("shop");
    const later = await hashers().open("shop");
    const other = await hashers().open("other");
    expect(hex(first.hash(ada))).toBe(hex(later.hash(ada)));
    expect(hex(first.hash(ada))).not.toBe(hex(other.hash(ada)));
    expect(first.hash(ada)).toHaveLength(32);
  });

  it("two processes at first use end with one key", async () => {
    const { keys, hashers } = keyStore();
    const [one, two] = await Promise.all([hashers().open("shop"), hashers().open("shop")]);
    expect(hex(one.hash(ada))).toBe(hex(two.hash(ada)));
    expect(keys.get("shop")).toHaveLength(1);
  });

  it("a new key version changes people's hashes and says so, and leaves messages what they were", async () => {
    const { keys, hashers } = keyStore();
    const before = await hashers().open("shop");
    keys
      .get("shop")!
      .push({ version: 2, sealed: Buffer.from(`shop/2/${Buffer.alloc(32, 7).toString("base64url")}`) });
    const after = await hashers().open("shop");
    expect([before.keyVersion, after.keyVersion]).toEqual([1, 2]);
    expect(hex(after.hash(ada))).not.toBe(hex(before.hash(ada)));
    expect(after.messageKey("wamid.1")).toBe(before.messageKey("wamid.1"));
  });

  it("finds a person under every key in use, newest first, and not under a retired one", async () => {
    const { keys, retired, hashers } = keyStore();
    const before = await hashers().open("shop");
    keys
      .get("shop")!
      .push({ version: 2, sealed: Buffer.from(`shop/2/${Buffer.alloc(32, 7).toString("base64url")}`) });
    const both = await hashers().open("shop");
    expect(both.versions).toEqual([2, 1]);
    expect(both.hashes(ada)).toEqual([
      { version: 2, hash: hex(both.hash(ada)) },
      { version: 1, hash: hex(before.hash(ada)) },
    ]);
    retired.add(1);
    const after = await hashers().open("shop");
    expect(after.hashes(ada)).toEqual([{ version: 2, hash: hex(both.hash(ada)) }]);
    expect(after.stableHash(ada)).toBe(hex(before.hash(ada)));
    expect(after.messageKey("wamid.1")).toBe(before.messageKey("wamid.1"));
  });

  it("a message's key holds nothing of the id, which spells the person's number in Base64", async () => {
    const { hashers } = keyStore();
    const hasher = await hashers().open("shop");
    const key = hasher.messageKey(`wamid.${Buffer.from("4917604069001").toString("base64")}`);
    expect(key).toMatch(/^[\w-]{22}$/);
    expect(key).not.toBe(hasher.messageKey("wamid.other"));
  });

  it("a key that cannot be opened stops everything, and is tried again", async () => {
    let broken = true;
    const hasher = createContactHasher({
      loadKeys: () => Promise.resolve([{ version: 1, sealed: Buffer.from("x"), retired: false }]),
      storeKey: (_, key) => Promise.resolve(key),
      seal: () => Promise.resolve(Buffer.from("x")),
      open: () =>
        broken
          ? Promise.reject(new Error("wrong APP_SECRET"))
          : Promise.resolve(Buffer.alloc(32, 1).toString("base64url")),
    });
    await expect(hasher.open("shop")).rejects.toThrow("wrong APP_SECRET");
    broken = false;
    expect((await hasher.open("shop")).keyVersion).toBe(1);
  });
});
