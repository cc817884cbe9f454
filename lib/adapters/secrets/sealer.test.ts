import { createSecretKey, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SealerPort } from "../../services/context.ts";
import { SealError } from "./seal-error.ts";
import { createSealer, type SealedPlace, type StoredDataKey } from "./sealer.ts";
import { rewrapDataKey } from "./wrapped-data-key.ts";

const wrappingKey = createSecretKey(Buffer.alloc(32, 7));
const place: SealedPlace = { organizationId: "org-1", table: "connection", id: "c1", field: "access_token" };
const planted = "EAAGplantedTokenThatMustNeverShow";

/** A table of data keys with the primary key (organization, key id), as the database has it. */
function keyTable() {
  const rows = new Map<string, StoredDataKey>();
  let loads = 0;
  const nameOf = (organizationId: string, keyId: string) => JSON.stringify([organizationId, keyId]);
  return {
    rows,
    loads: () => loads,
    loadDataKey: async (organizationId: string, keyId?: string) => {
      loads += 1;
      await Promise.resolve();
      const own = [...rows].filter(([name]) =>
        name.startsWith(JSON.stringify([organizationId]).slice(0, -1)),
      );
      const wanted = own.filter(([, row]) => keyId === undefined || row.keyId === keyId);
      return wanted.at(-1)?.[1] ?? null;
    },
    storeDataKey: async (organizationId: string, keyId: string, wrapped: Uint8Array) => {
      await Promise.resolve();
      const name = nameOf(organizationId, keyId);
      if (!rows.has(name)) rows.set(name, { keyId, wrapped });
      return rows.get(name)!;
    },
  };
}

async function faultOf(work: Promise<unknown>): Promise<SealError> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SealError);
  return error as SealError;
}

describe("createSealer", () => {
  it("opens what it sealed, for any text and place, also in another process", async () => {
    const table = keyTable();
    const sealer: SealerPort = createSealer({ wrappingKey, ...table });
    const other = createSealer({ wrappingKey, ...table });
    const text = fc.oneof(fc.string({ maxLength: 200 }), fc.constantFrom("", "\0", "Größe 😀", "\u202e"));
    await fc.assert(
      fc.asyncProperty(text, text, text, text, text, async (organizationId, name, id, field, plaintext) => {
        const where = { organizationId, table: name, id, field };
        const sealed = await sealer.seal(where, plaintext);
        expect(await sealer.open(where, sealed)).toBe(plaintext);
        expect(await other.open(where, sealed)).toBe(plaintext);
      }),
    );
  });

  it("never gives the same bytes twice and never shows the plaintext", async () => {
    const sealer = createSealer({ wrappingKey, ...keyTable() });
    const [one, two] = [await sealer.seal(place, planted), await sealer.seal(place, planted)];
    expect(Buffer.from(one).equals(two)).toBe(false);
    expect(Buffer.from(one).includes(planted)).toBe(false);
    // version 1, key id "1"
    expect([...one.subarray(0, 3)]).toEqual([1, 1, "1".charCodeAt(0)]);
  });

  it("opens at its own place only, even when the parts join to the same text", async () => {
    const sealer = createSealer({ wrappingKey, ...keyTable() });
    const sealed = await sealer.seal({ ...place, table: "ab", id: "c" }, planted);
    const elsewhere: SealedPlace[] = [
      { ...place, table: "a", id: "bc" },
      { ...place, table: "abc", id: "" },
      { ...place, table: "ab", id: "c", field: "app_secret" },
      { ...place, table: "ab", id: "d" },
    ];
    for (const where of elsewhere) {
      expect((await faultOf(sealer.open(where, sealed))).fault).toBe("changed-or-misplaced");
    }
  });

  it("does not open another organization's value, whether or not that organization has a key", async () => {
    const sealer = createSealer({ wrappingKey, ...keyTable() });
    const sealed = await sealer.seal(place, planted);
    const foreign = { ...place, organizationId: "org-2" };
    expect((await faultOf(sealer.open(foreign, sealed))).fault).toBe("unknown-key");
    await sealer.seal(foreign, "theirs");
    expect((await faultOf(sealer.open(foreign, sealed))).fault).toBe("changed-or-misplaced");
  });

  it("notices every single changed, missing or added byte, and shows no secret in its errors", async () => {
    const sealer = createSealer({ wrappingKey, ...keyTable() });
    const sealed = await sealer.seal(place, planted);
    const check = async (bytes: Uint8Array) => {
      const error = await faultOf(sealer.open(place, bytes));
      const shown =
        inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + String(error.stack);
      expect(shown).not.toContain(planted);
      expect(shown).not.toContain(Buffer.from(sealed).toString("hex").slice(-16));
    };
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Uint8Array.from(sealed);
      changed[index]! ^= 1 << (index % 8);
      await check(changed);
    }
    await check(sealed.subarray(0, -1));
    await check(Uint8Array.from([...sealed, 0]));
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 80 }), check));
  });

  it("ends with one key when many processes seal for the first time at once", async () => {
    const table = keyTable();
    const sealers = Array.from({ length: 8 }, () => createSealer({ wrappingKey, ...table }));
    const values = await Promise.all(sealers.map((sealer, index) => sealer.seal(place, `value ${index}`)));
    expect(table.rows.size).toBe(1);
    for (const [index, value] of values.entries()) {
      for (const sealer of sealers) expect(await sealer.open(place, value)).toBe(`value ${index}`);
    }
  });

  it("asks the database once for calls that come together, and again after a failure", async () => {
    const table = keyTable();
    let broken = true;
    const sealer = createSealer({
      wrappingKey,
      ...table,
      loadDataKey: (...wanted) =>
        broken ? Promise.reject(new Error("database down")) : table.loadDataKey(...wanted),
    });
    await expect(sealer.seal(place, "x")).rejects.toThrow("database down");
    broken = false;
    await Promise.all(Array.from({ length: 10 }, () => sealer.seal(place, "x")));
    expect(table.loads()).toBe(1);
  });

  it("says that APP_SECRET is another one", async () => {
    const table = keyTable();
    const sealed = await createSealer({ wrappingKey, ...table }).seal(place, planted);
    const stranger = createSealer({ ...table, wrappingKey: createSecretKey(randomBytes(32)) });
    for (const work of [stranger.open(place, sealed), stranger.seal(place, "new")]) {
      const error = await faultOf(work);
      expect(error.fault).toBe("wrong-master-key");
      expect(error.message).toContain("APP_SECRET is not the one that");
    }
    expect(table.rows.size).toBe(1);
  });

  it("reads on after the data keys were wrapped anew for another APP_SECRET", async () => {
    const table = keyTable();
    const sealed = await createSealer({ wrappingKey, ...table }).seal(place, planted);
    const to = createSecretKey(randomBytes(32));
    for (const [name, row] of table.rows) {
      const wrapped = rewrapDataKey({ from: wrappingKey, to }, place.organizationId, row.keyId, row.wrapped);
      table.rows.set(name, { ...row, wrapped });
    }
    expect(await createSealer({ ...table, wrappingKey: to }).open(place, sealed)).toBe(planted);
  });

  it("reads old values after a new key was made, and nothing after the keys were deleted", async () => {
    const table = keyTable();
    const sealer = createSealer({ wrappingKey, ...table, newId: () => "key-1" });
    const old = await sealer.seal(place, "old");
    const rotated = createSealer({
      wrappingKey,
      ...table,
      newId: () => "key-2",
      loadDataKey: (organizationId, keyId) =>
        keyId === undefined ? Promise.resolve(null) : table.loadDataKey(organizationId, keyId),
    });
    const young = await rotated.seal(place, "young");
    expect(await sealer.open(place, old)).toBe("old");
    expect(await sealer.open(place, young)).toBe("young");
    table.rows.clear();
    sealer.forget(place.organizationId);
    expect((await faultOf(sealer.open(place, old))).fault).toBe("unknown-key");
  });
});
