import { createHmac } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dropOldErasures } from "../../adapters/db/erased-contacts.ts";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import { openDatabase, type Database, type Db } from "../../adapters/db/open-database.ts";
import { contactKeyPlace, createContactHasher } from "../../adapters/secrets/contact-hasher.ts";
import { loadContactKeys, storeContactKey } from "../../adapters/db/contact-keys.ts";
import { joinContacts } from "../../adapters/db/contact-aliases.ts";
import { recountContacts } from "../../adapters/db/recount-facts.ts";
import { roles } from "../../core/access/rights.ts";
import { clearDatabase, wholeDatabaseText } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestContext } from "../../testing/builders/service-context.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import type { ContactHasher } from "../context.ts";
import { eraseContact } from "./erase-contact.ts";
import { finishRetirements } from "./finish-retirements.ts";
import { linkOldHashes } from "./link-old-hashes.ts";
import { listContactKeys } from "./list-contact-keys.ts";
import { retireContactKey } from "./retire-contact-key.ts";
import { revealContactKey } from "./reveal-contact-key.ts";
import { rotateContactKey } from "./rotate-contact-key.ts";

const organizationId = "default";
const ada = "tel:+4917604069001";
const adaElsewhere = "tel:+4917604069002";
const ben = "tel:+4917604069003";
const told = new Date("2026-05-30T09:00:00Z");

let database: Database;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  const { sealer } = testPorts(database);
  const contacts = createContactHasher({
    loadKeys: (id) => loadContactKeys(database.client, id),
    storeKey: (id, key) => storeContactKey(database.client, { organizationId: id, ...key, createdAt: told }),
    seal: (id, version, key) => sealer.seal(contactKeyPlace(id, version), key),
    open: (id, version, sealed) => sealer.open(contactKeyPlace(id, version), sealed),
  });
  ctx = testContext(database, { ports: testPorts(database, { contacts, sealer }) });
});

const hasher = (): Promise<ContactHasher> => ctx.contacts.open(organizationId);
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));

/** An opt-in, an exposure and a counted signal of one hash. */
async function givenFacts(
  name: string,
  contactHex: string,
  version: number,
  recordedAt = told,
  { client }: { client: Db } = database,
): Promise<void> {
  const shared = { organizationId, contact: bytes(contactHex), contactKeyVersion: version, recordedAt };
  const source = { firstSource: "checkout", lastSource: "checkout" };
  await client.optIn.create({
    data: {
      ...shared,
      id: `opt-in ${name}`,
      sourceKey: "checkout",
      optedInAt: told,
      origin: "api",
      firstHere: true,
      firstEver: true,
    },
  });
  await client.exposure.create({
    data: {
      ...shared,
      ...source,
      id: `exposure ${name}`,
      phoneNumberId: "700101",
      occurredAt: told,
      origin: "api",
    },
  });
  await client.signal.create({
    data: {
      ...shared,
      id: `signal ${name}`,
      kind: "block",
      basis: "imported",
      origin: "api",
      phoneNumberId: "700101",
      occurredAt: told,
      detail: {},
      touches: [{ s: "checkout", c: null, k: null, t: null, a: 0, l: 1, f: 1, w: 1_000_000 }],
    },
  });
}

/** Until somebody waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (let look = 0; look < 2_000; look += 1) {
    const { rows } = await database.executeSql(
      "select 1 from pg_locks where not granted and locktype = 'advisory'",
    );
    if (rows.length > 0) return;
  }
  expect.unreachable("nobody waits");
}

/** What everything counts for, whoever it is of. */
async function counted(): Promise<unknown> {
  const { rows } = await database.executeSql(`
    select source, kind, sum(last)::int as last, sum(first)::int as first, sum(split)::int as split from cell_delta
      group by 1, 2 union all
    select source, 'opt-in', sum(opt_ins)::int, sum(gained)::int, sum(newcomers)::int from opt_in_delta group by 1
    order by 1, 2`);
  return rows;
}
const people = async () => {
  const { rows } = await database.executeSql(`
    select id, erased, encode(contact, 'hex') as contact, contact_key_version as version from opt_in union all
    select id, erased, encode(contact, 'hex'), contact_key_version from exposure union all
    select id, erased, encode(contact, 'hex'), contact_key_version from signal order by 1`);
  return rows as { id: string; erased: boolean; contact: string | null; version: number | null }[];
};

describe("erasing a person", () => {
  it("takes every hash out of every fact, counts what it counted, and leaves others alone", async () => {
    const first = await hasher();
    await rotateContactKey(ctx);
    const both = await hasher();
    const [adaNew, adaOld] = both.hashes(ada).map(({ hash }) => hash) as [string, string];
    const elsewhere = both.hashes(adaElsewhere)[0]!.hash;
    await givenFacts("old", adaOld, 1);
    await givenFacts("new", adaNew, 2);
    await givenFacts("elsewhere", elsewhere, 2);
    await givenFacts("ben", first.stableHash(ben), 1);
    await database.client.contactLink.create({
      data: {
        organizationId,
        fromContact: bytes(adaNew),
        toContact: bytes(elsewhere),
        reason: "changed-number",
        occurredAt: told,
        recordedAt: told,
      },
    });
    await ctx.db.$transaction((tx) =>
      linkOldHashes(tx, organizationId, both.versions, [{ current: adaNew, older: [adaOld] }]),
    );
    await recountContacts(database.client, organizationId, [adaOld, adaNew, elsewhere]);
    const before = await counted();

    await eraseContact(ctx, "%2B49 176 040 69001");

    expect(await counted()).toEqual(before);
    const facts = await people();
    expect(facts.filter(({ id }) => id.endsWith("ben"))).toEqual(
      ["exposure ben", "opt-in ben", "signal ben"].map((id) => ({
        id,
        erased: false,
        contact: first.stableHash(ben),
        version: 1,
      })),
    );
    for (const fact of facts.filter(({ id }) => !id.endsWith("ben"))) {
      expect(fact).toMatchObject({ erased: true, contact: null, version: null });
    }
    expect(facts).toHaveLength(12);
    await database.client.erasedContact.deleteMany();
    const rest = await wholeDatabaseText(database);
    for (const hash of [adaNew, adaOld, elsewhere, "4917604069001"]) expect(rest).not.toContain(hash);
    expect(await database.client.auditEntry.findFirst({ where: { action: "contact.erase" } })).toMatchObject({
      subject: "contact",
      detail: { optIns: 3, exposures: 3, signals: 3 },
    });
  });

  it("is the same for somebody who was never known, and again", async () => {
    await eraseContact(ctx, "+4917604069001");
    await eraseContact(ctx, "+4917604069001");
    await expect(eraseContact(ctx, "0176 040 69001")).rejects.toMatchObject({
      details: { faults: [{ path: "contact" }] },
    });
  });

  it("reaches what another writer had not committed yet", async () => {
    const url = testDatabaseUrl(database);
    // The embedded database has one connection: nobody writes meanwhile.
    if (url === null) return;
    const hash = (await hasher()).stableHash(ada);
    const other = await openDatabase({ root: process.cwd(), databaseUrl: url });
    let erasure: Promise<void> = Promise.resolve();
    await other.client.$transaction(async (tx) => {
      await lockFactsShared(tx, organizationId);
      await givenFacts("late", hash, 1, told, { client: tx });
      erasure = eraseContact(ctx, "+4917604069001");
      await somebodyWaits();
    });
    await erasure;
    expect((await people()).map(({ contact }) => contact)).toEqual([null, null, null]);
    await other.close();
  });

  it("is remembered as long as a webhook body is kept that could bring the person back", async () => {
    await eraseContact(ctx, "+4917604069001");
    const body = {
      organizationId,
      lastReceivedAt: told,
      recordedAt: told,
      bodyCipher: bytes("00"),
      byteCount: 1,
    };
    await database.client.webhookDelivery.create({
      data: { ...body, id: "before", occurredAt: told, state: "quarantined" },
    });
    const later = new Date(ctx.clock.now().getTime() + 1);
    expect(await dropOldErasures(database.client, later)).toBe(0);
    await database.client.webhookDelivery.updateMany({ data: { occurredAt: later } });
    expect(await dropOldErasures(database.client, ctx.clock.now())).toBe(0);
    expect(await dropOldErasures(database.client, later)).toBe(1);
  });

  it("leaves alone what the person does afterwards", async () => {
    const hash = (await hasher()).stableHash(ada);
    await eraseContact(ctx, "+4917604069001");
    await givenFacts("next", hash, 1, new Date(ctx.clock.now().getTime() + 1));
    expect((await people()).map(({ contact }) => contact)).toEqual([hash, hash, hash]);
  });

  it("first counts what nobody had counted yet, while it is known whose it is", async () => {
    const hash = (await hasher()).stableHash(ada);
    await givenFacts("known", hash, 1);
    await database.executeSql("update signal set touches = null");
    await eraseContact(ctx, "+4917604069001");
    const signals = await database.client.signal.findMany();
    expect(signals.map(({ touches }) => touches)).toMatchObject([
      [{ s: "checkout", l: 1, f: 1, w: 1_000_000 }],
    ]);
    expect(await database.client.recountEntry.count({ where: { contact: { not: null } } })).toBe(0);
  });
});

describe("a new contact key", () => {
  it("keeps the history of people who are heard of again, and asks nothing while there is one key", async () => {
    const one = await hasher();
    await givenFacts("ada", one.stableHash(ada), 1);
    const nothing = { $queryRaw: () => expect.unreachable(), $executeRaw: () => expect.unreachable() };
    await linkOldHashes(nothing as never, organizationId, one.versions, [
      { current: one.stableHash(ada), older: [] },
    ]);
    await rotateContactKey(ctx);
    const two = await hasher();
    const seen = [ada, ben].map((identity) => {
      const [current, ...older] = two.hashes(identity).map(({ hash }) => hash);
      return { current: current!, older };
    });
    await database.client.recountEntry.deleteMany();
    for (let time = 0; time < 2; time += 1) {
      await ctx.db.$transaction((tx) => linkOldHashes(tx, organizationId, two.versions, seen));
    }
    expect(await database.client.contactAlias.findMany()).toEqual([
      {
        organizationId,
        contact: bytes(one.stableHash(ada)),
        person: bytes(seen[0]!.current),
        personKeyVersion: 2,
      },
    ]);
    expect(await database.client.recountEntry.findMany()).toMatchObject([
      { contact: bytes(one.stableHash(ada)) },
    ]);
  });

  it("an erasure holds for the hash under a key that was made later", async () => {
    const erased = (await hasher()).stableHash(ada);
    await eraseContact(ctx, "+4917604069001");
    await rotateContactKey(ctx);
    const two = await hasher();
    const current = two.hashes(ada)[0]!.hash;
    await ctx.db.$transaction((tx) =>
      linkOldHashes(tx, organizationId, two.versions, [{ current, older: [erased] }]),
    );
    const notes = await database.client.erasedContact.findMany();
    expect(notes.map(({ contact }) => Buffer.from(contact).toString("hex"))).toContain(current);
    expect(await database.client.contactAlias.count()).toBe(0);
  });

  it("at most four at once", async () => {
    for (const version of [2, 3, 4]) expect(await rotateContactKey(ctx)).toMatchObject({ version });
    await expect(rotateContactKey(ctx)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("retiring a contact key", () => {
  const settle = async () => {
    while ((await finishRetirements(ctx)) > 0);
    ctx.clock.advance(90_000);
    while ((await finishRetirements(ctx)) > 0);
  };
  const states = async () =>
    (await listContactKeys(ctx)).data.map(({ version, state, contacts }) => ({ version, state, contacts }));

  it("makes the facts under it nobody's, keeps what they count for, and destroys the key", async () => {
    const one = await hasher();
    await expect(retireContactKey(ctx, "1")).rejects.toMatchObject({ code: "CONFLICT" });
    await rotateContactKey(ctx);
    await rotateContactKey(ctx);
    const three = await hasher();
    const [adaThree, adaTwo, adaOne] = three.hashes(ada).map(({ hash }) => hash) as [string, string, string];
    await givenFacts("one", adaOne, 1);
    await givenFacts("two", adaTwo, 2);
    await givenFacts("three", adaThree, 3);
    await ctx.db.$transaction((tx) =>
      joinContacts(tx, organizationId, [
        { from: three.hashes(ben)[1]!.hash, fromKeyVersion: 2, to: adaTwo, toKeyVersion: 2 },
      ]),
    );
    const before = await counted();
    const entries = await database.client.recountEntry.count();
    expect(await retireContactKey(ctx, "2")).toMatchObject({ state: "retiring", contacts: 1 });
    await retireContactKey(ctx, "1");
    await expect(retireContactKey(ctx, "3")).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(retireContactKey(ctx, "9")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await settle();

    expect(await states()).toEqual([
      { version: 3, state: "active", contacts: 1 },
      { version: 2, state: "retired", contacts: 0 },
      { version: 1, state: "retired", contacts: 0 },
    ]);
    expect(await counted()).toEqual(before);
    expect(await database.client.recountEntry.count()).toBe(entries);
    expect((await people()).filter(({ contact }) => contact !== null).map(({ version }) => version)).toEqual([
      3, 3, 3,
    ]);
    expect(await database.client.contactAlias.count()).toBe(0);
    const { rows } = await database.executeSql(
      "select version, length(key_cipher) > 0 as kept from contact_key order by version",
    );
    expect(rows).toEqual([
      { version: 1, kept: true },
      { version: 2, kept: false },
      { version: 3, kept: true },
    ]);
    const after = await hasher();
    expect(after.versions).toEqual([3]);
    expect(after.messageKey("wamid.1")).toBe(one.messageKey("wamid.1"));
    await expect(revealContactKey(ctx, "1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("looks once more when every process has heard of it, before the key goes", async () => {
    const one = await hasher();
    await rotateContactKey(ctx);
    await retireContactKey(ctx, "1");
    while ((await finishRetirements(ctx)) > 0);
    expect((await states()).at(-1)).toMatchObject({ state: "retiring" });
    await givenFacts("late", one.stableHash(ada), 1);
    await settle();
    ctx.clock.advance(90_000);
    while ((await finishRetirements(ctx)) > 0);
    expect((await states()).at(-1)).toMatchObject({ state: "retired", contacts: 0 });
  });
});

describe("handing out a contact key", () => {
  it("gives what any HMAC library needs, once in the audit log for each reading", async () => {
    await hasher();
    const answer = await revealContactKey(ctx, "1");
    const key = Buffer.from(answer.keyHex, "hex");
    expect(key).toHaveLength(32);
    expect(answer.keyBase64).toBe(key.toString("base64"));
    const hash = createHmac("sha256", key).update(answer.example.message).digest("hex");
    expect(answer.example.contact).toBe(`v1:${hash}`);
    expect(Buffer.from((await hasher()).hash(answer.example.message)).toString("hex")).toBe(hash);
    await revealContactKey(ctx, "1");
    expect(await database.client.auditEntry.count({ where: { action: "contact-key.reveal" } })).toBe(2);
    expect(JSON.stringify([await database.client.auditEntry.findMany(), ctx.seen.logged])).not.toContain(
      answer.keyHex,
    );
  });
});

describe("who may", () => {
  it.each(roles.filter((role) => role !== "admin"))(
    "%s may not rotate, retire, reveal or erase",
    async (role) => {
      const asking = testContext(database, { role, ports: ctx });
      for (const run of [
        listContactKeys(asking),
        rotateContactKey(asking),
        retireContactKey(asking, "1"),
        revealContactKey(asking, "1"),
        eraseContact(asking, "+4917604069001"),
      ]) {
        await expect(run).rejects.toMatchObject({ code: "FORBIDDEN" });
      }
    },
  );
});
