import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { joinContacts } from "../../adapters/db/contact-aliases.ts";
import { foldExposures } from "../../adapters/db/exposures.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { fatigueQuery, fatigueShape } from "../../contracts/insights.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { hashOf, toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { eraseContact } from "../contacts/erase-contact.ts";
import { countFatigue } from "./count-fatigue.ts";
import { readFatigueCurve } from "./read-fatigue-curve.ts";

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
  await givenOrganization(database, "other");
  ports = testPorts(database);
});

/** Hours after midnight of 1 May 2026. */
const at = (hours: number) => new Date(Date.UTC(2026, 4, 1) + hours * 3_600_000);
const firstDay = Date.UTC(2026, 4, 1) / 86_400_000;

async function countAll() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
  return countFatigue(ports);
}
/** As if the minute of rest were over. */
const endRest = () =>
  database.client.$executeRaw`update fatigue_due set due_at = now() - interval '1 second'`;
const days = async (organizationId = "default") =>
  (
    await database.client.fatigueDay.findMany({
      where: { organizationId },
      orderBy: [{ day: "asc" }, { number: "asc" }, { source: "asc" }, { received: "asc" }],
    })
  ).map((row) =>
    [row.day - firstDay, row.number, row.source, row.received, row.exposures, row.signals].join(" "),
  );
const curve = (query: object = {}) =>
  readFatigueCurve(
    testContext(database, { ports }),
    fatigueQuery.parse({ from: at(0).toISOString(), to: at(30 * 24).toISOString(), ...query }),
  );

/** Three messages to ann from the shop, of which she blocks after the third; one to bob, who opted in nowhere. */
async function givenWeek() {
  const facts = toldFacts(database);
  await facts.optIns([{ person: "ann", source: "shop", at: at(-100) }]);
  await facts.messages([
    { id: "a1", person: "ann", at: at(1) },
    { id: "a2", person: "ann", at: at(25) },
    { id: "a3", person: "ann", at: at(26), number: "n2" },
    { id: "b1", person: "bob", at: at(26) },
    { id: "nobody", person: null, at: at(26) },
    { id: "talk", person: "ann", at: at(2), category: "service" },
  ]);
  await facts.events([
    { id: "block", kind: "block", person: "ann", at: at(27), number: "n2" },
    { id: "soft", kind: "undelivered", person: "bob", at: at(27) },
  ]);
}

describe("counting a day", () => {
  it("puts every message by what its receiver got in 168 hours, on any number, and signals by their last message", async () => {
    await givenWeek();
    await toldFacts(database, "other").messages([{ id: "a1", person: "ann", at: at(1) }]);
    // Two numbers, one source; the days that changed and the seven after each.
    expect(await countAll()).toBeGreaterThan(0);
    expect(await days()).toEqual(["0 1 1 1 1 0", "1 1 0 1 1 0", "1 1 1 2 1 0", "1 2 1 3 1 1"]);
    expect(await days("other")).toEqual(["0 1 0 1 1 0"]);
  });

  it("a message exactly 168 hours before no longer counts, one a moment later does", async () => {
    await toldFacts(database).messages([
      { id: "a1", person: "ann", at: at(1) },
      { id: "a2", person: "ann", at: at(1 + 168) },
      { id: "b1", person: "bob", at: at(1) },
      { id: "b2", person: "bob", at: at(168.9) },
    ]);
    await countAll();
    expect(await days()).toEqual(["0 1 0 1 2 0", "7 1 0 1 1 0", "7 1 0 2 1 0"]);
  });

  it("a message that Meta refused was not received, but counts itself", async () => {
    await toldFacts(database).messages([
      { id: "a1", person: "ann", at: at(1), errorCode: 131_049 },
      { id: "a2", person: "ann", at: at(2) },
      { id: "a3", person: "ann", at: at(3) },
    ]);
    await countAll();
    expect(await days()).toEqual(["0 1 0 1 2 0", "0 1 0 2 1 0"]);
  });

  it("late facts correct later days; a day is counted again only after its rest, and then once", async () => {
    await givenWeek();
    await countAll();
    const before = await days();
    await toldFacts(database).messages([{ id: "late", person: "bob", at: at(3) }]);
    // Nothing but the day that had no message yet is due: the others rest.
    await countAll();
    expect(await days()).toEqual(before);
    expect((await curve()).waitingDays).toBeGreaterThan(0);
    await endRest();
    await countFatigue(ports);
    expect(await days()).toEqual(["0 1 0 1 1 0", "0 1 1 1 1 0", "1 1 0 2 1 0", "1 1 1 2 1 0", "1 2 1 3 1 1"]);
    await endRest();
    expect(await countFatigue(ports)).toBe(0);
    expect(await database.client.fatigueDue.count()).toBe(0);
  });

  it("a mark that comes while the day is counted is not lost", async () => {
    await givenWeek();
    await countAll();
    await endRest();
    await countFatigue(ports);
    await database.client.$executeRaw`
      insert into fatigue_due (organization_id, day, dirty_since, due_at)
      values ('default', ${firstDay}, now() - interval '1 second', now() - interval '1 second')`;
    const slow = { ...ports, clock: { ...ports.clock, monotonicMs: () => 0 } };
    await database.client.$executeRaw`
      create function mark_meanwhile() returns trigger language plpgsql as $$ begin
        update fatigue_due set dirty_since = now() where organization_id = 'default'; return null; end $$`;
    await database.client.$executeRaw`
      create trigger mark_meanwhile after delete on fatigue_day for each statement execute function mark_meanwhile()`;
    try {
      expect(await countFatigue(slow)).toBe(1);
    } finally {
      await database.client.$executeRaw`drop trigger mark_meanwhile on fatigue_day`;
      await database.client.$executeRaw`drop function mark_meanwhile`;
    }
    await endRest();
    expect(await countFatigue(ports)).toBe(1);
  });

  it("a day that cannot be counted holds up no other", async () => {
    await givenWeek();
    for (let worked = -1; worked !== 0;) worked = await countCells(ports);
    await database.client.$executeRawUnsafe(
      `alter table fatigue_day add constraint broken check (day <> ${firstDay})`,
    );
    try {
      await countFatigue(ports);
      await countFatigue(ports);
    } finally {
      await database.client.$executeRaw`alter table fatigue_day drop constraint broken`;
    }
    expect(ports.seen.logged).toMatchObject([{ level: "error" }]);
    expect(await days()).toEqual(["1 1 0 1 1 0", "1 1 1 2 1 0", "1 2 1 3 1 1"]);
  });

  it("days whose facts are gone by retention keep their counts; an erased person is left out of the next count", async () => {
    await givenWeek();
    await countAll();
    const before = await days();
    await database.client
      .$executeRaw`update exposure set contact = null, contact_key_version = null, erased = true
      where contact = decode(${hashOf("ann")}, 'hex')`;
    await database.client.cellState.updateMany({ data: { prunedBefore: at(48) } });
    await database.client.$executeRaw`update fatigue_due set dirty_since = now(), due_at = now()`;
    await countFatigue(ports);
    expect(await days()).toEqual(before);
    await database.client.cellState.updateMany({ data: { prunedBefore: null } });
    await database.client.$executeRaw`
      insert into fatigue_due (organization_id, day, dirty_since, due_at)
      values ('default', ${firstDay}, now(), now()), ('default', ${firstDay + 1}, now(), now())
      on conflict (organization_id, day) do update set dirty_since = now(), due_at = now()`;
    await countFatigue(ports);
    expect(await days()).toEqual(["1 1 0 1 1 0"]);
  });
});

describe("a day is counted again", () => {
  /** Everything counted, and every mark and rest let go, so that only a new mark can change anything. */
  async function settle() {
    await countAll();
    await endRest();
    await countFatigue(ports);
    expect(await database.client.fatigueDue.count()).toBe(0);
  }

  it("when two hashes turn out to be one person", async () => {
    await toldFacts(database).messages([
      { id: "a1", person: "ann", at: at(1) },
      { id: "b1", person: "ann's old number", at: at(26) },
    ]);
    await settle();
    expect(await days()).toEqual(["0 1 0 1 1 0", "1 1 0 1 1 0"]);
    await database.client.$transaction((tx) =>
      joinContacts(tx, "default", [
        { from: hashOf("ann's old number"), fromKeyVersion: 1, to: hashOf("ann"), toKeyVersion: 1 },
      ]),
    );
    await countAll();
    expect(await days()).toEqual(["0 1 0 1 1 0", "1 1 0 2 1 0"]);
  });

  it("when a message learns late whom it went to, and only then", async () => {
    const facts = toldFacts(database);
    await facts.messages([
      { id: "a1", person: null, at: at(1) },
      { id: "a2", person: "ann", at: at(26) },
    ]);
    await settle();
    expect(await days()).toEqual(["1 1 0 1 1 0"]);
    await facts.messages([{ id: "a2", person: "ann", at: at(26) }]);
    expect(await countAll()).toBe(0);
    await facts.messages([{ id: "a1", person: "ann", at: at(1) }]);
    await countAll();
    expect(await days()).toEqual(["0 1 0 1 1 0", "1 1 0 2 1 0"]);
    // Nothing else was counted: the cells are as they were.
    expect(await database.client.exposureCellHour.aggregate({ _sum: { last: true } })).toEqual({
      _sum: { last: 2 },
    });
  });

  it("when a webhook tells late whom a message went to", async () => {
    const status = (contact: string | null) => ({
      ...{ id: "a1", phoneNumberId: "n1", contact, contactKeyVersion: contact === null ? null : 1 },
      ...{ occurredAt: at(1).toISOString(), recordedAt: at(1).toISOString(), sentAt: at(1).toISOString() },
      ...{ deliveredAt: null, readAt: null, failedAt: null, errorCode: null, callbackData: null },
      ...{ campaignKey: null, sourceKey: null, templateKey: null },
      ...{ pricingCategory: "marketing", pricingType: null, billable: null },
    });
    await foldExposures(database.client, "default", [status(null)], null);
    await settle();
    expect(await days()).toEqual([]);
    await foldExposures(database.client, "default", [status(hashOf("ann"))], null);
    await countAll();
    expect(await days()).toEqual(["0 1 0 1 1 0"]);
  });

  it("when a person is erased", async () => {
    await toldFacts(database).messages([
      { id: "a1", person: "ann", at: at(1) },
      { id: "b1", person: "bob", at: at(26) },
    ]);
    await settle();
    await eraseContact(testContext(database, { ports, role: "admin" }), hashOf("ann"));
    await countFatigue(ports);
    expect(await days()).toEqual(["1 1 0 1 1 0"]);
  });
});

describe("the curve", () => {
  it("joins small buckets, hides what is too small, and says how much more it takes", async () => {
    const facts = toldFacts(database);
    const people = Array.from({ length: 30 }, (_, index) => `p${index}`);
    await facts.messages(people.map((person) => ({ id: `1 ${person}`, person, at: at(1) })));
    await facts.messages(people.slice(0, 25).map((person) => ({ id: `2 ${person}`, person, at: at(2) })));
    await facts.messages(people.slice(0, 4).map((person) => ({ id: `3 ${person}`, person, at: at(3) })));
    await facts.events([{ id: "s", kind: "block", person: "p0", at: at(4) }]);
    await countAll();
    const dto = fatigueShape.parse(await curve());
    // 30 first, 25 second, 4 third messages; the four are fewer than 20 and join the second.
    expect(dto.buckets).toMatchObject([
      { messages: 1, orMore: false, exposures: 30, signals: 0, rate: 0, finding: "base" },
      { messages: 2, orMore: true, exposures: 29, signals: 1, finding: "open" },
    ]);
    expect(dto).toMatchObject({
      exposures: 59,
      signals: 1,
      recommendation: { kind: "cannot-tell", low: 1 },
      suppressed: false,
      waitingDays: 0,
    });
    expect(dto.countedAt).not.toBeNull();
    expect(await curve({ phoneNumberId: "n9" })).toMatchObject({
      buckets: [],
      exposures: 0,
      recommendation: null,
    });
    await database.client.organization.updateMany({ data: { smallGroupSize: 100 } });
    expect(await curve()).toMatchObject({ buckets: [], exposures: null, signals: null, suppressed: true });
  });

  it("narrows to a source and to a number", async () => {
    await database.client.organization.updateMany({ data: { smallGroupSize: 1 } });
    await givenWeek();
    await countAll();
    const counts = async (query: object) =>
      (await curve(query)).buckets.map(({ messages, exposures, signals }) => [messages, exposures, signals]);
    expect(await counts({ source: "shop" })).toEqual([
      [1, 1, 0],
      [2, 1, 0],
      [3, 1, 1],
    ]);
    expect(await counts({ phoneNumberId: "n2" })).toEqual([
      [1, 0, 0],
      [2, 0, 0],
      [3, 1, 1],
    ]);
  });
});
