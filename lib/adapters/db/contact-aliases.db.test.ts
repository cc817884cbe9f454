import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { findAllHashes, findUnlinkedPairs, joinContacts, type ContactPair } from "./contact-aliases.ts";
import { storeErasedContacts } from "./erased-contacts.ts";
import { openDatabase, type Database } from "./open-database.ts";

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.client.contactAlias.deleteMany();
  await database.client.contactLink.deleteMany();
  await database.client.erasedContact.deleteMany();
});

/** Person `n` under key `version`. */
const hash = (n: number, version: number) => createHash("sha256").update(`${n} ${version}`).digest("hex");
const pair = (from: [number, number], to: [number, number]): ContactPair => ({
  from: hash(...from),
  fromKeyVersion: from[1],
  to: hash(...to),
  toKeyVersion: to[1],
});
const join = (pairs: readonly ContactPair[], organizationId = "default", db = database) =>
  db.client.$transaction((tx) => joinContacts(tx, organizationId, pairs));

async function table(organizationId = "default"): Promise<Record<string, string>> {
  const rows = await database.client.contactAlias.findMany({ where: { organizationId } });
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  return Object.fromEntries(
    rows
      .map((row) => [hex(row.contact), `${hex(row.person)} v${row.personKeyVersion}`] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The smallest of the highest version in each group, found the slow way. */
function expected(pairs: readonly ContactPair[]): Record<string, string> {
  const versions = new Map(
    pairs.flatMap((p) => [[p.from, p.fromKeyVersion] as const, [p.to, p.toKeyVersion]]),
  );
  const group = new Map([...versions.keys()].map((h) => [h, new Set([h])]));
  for (const { from, to } of pairs) {
    const all = new Set([...group.get(from)!, ...group.get(to)!]);
    for (const h of all) group.set(h, all);
  }
  const rows = [...group].flatMap(([h, all]) => {
    const top = Math.max(...[...all].map((x) => versions.get(x)!));
    const person = [...all].filter((x) => versions.get(x) === top).sort()[0]!;
    return h === person ? [] : [[h, `${person} v${top}`] as const];
  });
  return Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

describe("joinContacts", () => {
  it("any order, repetition and splitting of the same pairs gives the same flat table", async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const random = seeded(seed);
      const node = (): [number, number] => [Math.floor(random() * 14), 1 + Math.floor(random() * 3)];
      const pairs = Array.from({ length: 1 + Math.floor(random() * 16) }, () => pair(node(), node())).filter(
        ({ from, to }) => from !== to,
      );
      for (const order of [pairs, shuffled([...pairs, ...pairs], random)]) {
        await database.client.contactAlias.deleteMany();
        for (let at = 0; at < order.length;) {
          const size = 1 + Math.floor(random() * 5);
          await join(order.slice(at, at + size));
          at += size;
        }
        expect(await table(), `seed ${seed}`).toEqual(expected(pairs));
      }
    }
  });

  it("writers at once, each with a part of one chain, end with one person", async () => {
    const url = testDatabaseUrl(database);
    const other = url === null ? database : await openDatabase({ root: process.cwd(), databaseUrl: url });
    const links = Array.from({ length: 40 }, (_, n) => pair([n, 1], [n + 1, n % 2 === 0 ? 1 : 2]));
    const even = links.filter((_, n) => n % 2 === 0);
    const odd = links.filter((_, n) => n % 2 === 1);
    await Promise.all([
      ...even.map((one) => join([one], "default", other)),
      ...odd.map((one) => join([one])),
    ]);
    expect(await table()).toEqual(expected(links));
    if (other !== database) await other.close();
  });

  it("keeps to the organization", async () => {
    await join([pair([1, 1], [2, 1])], "other");
    expect(await table()).toEqual({});
    await join([pair([2, 1], [3, 1])]);
    expect(Object.keys(await table("other"))).toHaveLength(1);
  });

  it("leaves out what was told of a person before they were erased", async () => {
    const at = new Date("2026-06-01T09:00:00Z");
    await storeErasedContacts(database.client, "default", [hash(1, 1)], at);
    const link = pair([1, 1], [2, 1]);
    await join([{ ...link, toldAt: "2026-06-01T08:59:00Z" }]);
    expect(await table()).toEqual({});
    await join([{ ...link, toldAt: "2026-06-01T09:01:00Z" }]);
    expect(Object.keys(await table())).toHaveLength(1);
  });
});

describe("findUnlinkedPairs", () => {
  it("names what is known by facts or by another hash, once", async () => {
    const contact = (n: number) => Uint8Array.from(Buffer.from(hash(n, 1), "hex"));
    await database.client.optIn.create({
      data: {
        organizationId: "default",
        id: "o1",
        contact: contact(1),
        contactKeyVersion: 1,
        sourceKey: "checkout",
        optedInAt: new Date("2026-05-01T00:00:00Z"),
        recordedAt: new Date("2026-05-01T00:00:00Z"),
        origin: "api",
        firstHere: true,
        firstEver: true,
      },
    });
    await join([pair([3, 1], [4, 1])]);
    const asked = [1, 2, 3, 4].map((n) => pair([n, 1], [n, 2]));
    const known = await findUnlinkedPairs(database.client, "default", asked);
    expect(known).toEqual([asked[0], asked[2], asked[3]]);
    await join(known);
    expect(await findUnlinkedPairs(database.client, "default", asked)).toEqual([]);
    expect(new Set(await findAllHashes(database.client, "default", [hash(3, 1)]))).toEqual(
      new Set([hash(3, 1), hash(4, 1), hash(3, 2), hash(4, 2)]),
    );
  });
});
