import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { eventsQuery, eventsShape } from "../../contracts/events.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { hashOf, toldFacts } from "../../testing/builders/told-facts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { exportEvents, listEvents } from "./list-events.ts";

const hour = 3_600_000;
const day = 24 * hour;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenOrganization(database);
  await givenOrganization(database, "other");
});

const ago = (milliseconds: number) => new Date(ports.clock.now().getTime() - milliseconds);
async function countAll() {
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}
const list = async (query: object = {}, as: Parameters<typeof testContext>[1] = {}) =>
  eventsShape.parse(await listEvents(testContext(database, { ports, ...as }), eventsQuery.parse(query)));

/** 30 messages of the spring campaign to people of the shop over 10 days, two of whom blocked afterwards. */
async function givenSpring(organizationId = "default") {
  const facts = toldFacts(database, organizationId);
  const people = Array.from({ length: 30 }, (_, index) => `p${index}`);
  await facts.optIns(people.map((person) => ({ person, source: "shop", at: ago(40 * day) })));
  await facts.messages(
    people.map((person, index) => ({
      id: `m-${person}`,
      person,
      // Three at a time share their instant: only the id tells them apart.
      at: ago((1 + Math.floor(index / 3)) * day),
      campaign: "spring",
      number: index % 2 === 0 ? "n1" : "n2",
      ...(index === 4 ? { deliveredAt: ago(day) } : index === 5 ? { errorCode: 131049 } : {}),
    })),
  );
  await facts.events([
    { id: "b0", kind: "block", person: "p0", at: ago(20 * hour), number: "n1" },
    { id: "b9", kind: "block", person: "p9", at: ago(2 * day), number: "n2" },
  ]);
  await countAll();
}

it("pages through every message and signal of a campaign once, the newest first", async () => {
  await givenSpring();
  const seen: { id: string; kind: string; occurredAt: string }[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page = await list({ campaign: "spring", limit: 4, ...(cursor === "" ? {} : { cursor }) });
    expect(page.data.length).toBeGreaterThan(0);
    seen.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(32);
  expect(seen.filter(({ kind }) => kind === "block")).toHaveLength(2);
  expect(seen.map(({ occurredAt }) => occurredAt)).toEqual(
    seen.map(({ occurredAt }) => occurredAt).sort((a, b) => b.localeCompare(a)),
  );
});

it("says of each event what it counts for, how it is known and how far it came", async () => {
  await givenSpring();
  const { data, contactsShown } = await list({ source: "shop", kind: "exposure,block", limit: 200 });
  expect(contactsShown).toBe(true);
  expect(data.find(({ kind }) => kind === "block")).toMatchObject({
    occurredAt: ago(20 * hour).toISOString(),
    source: "shop",
    campaign: "spring",
    basis: "imported",
    status: null,
    ageDays: 0,
    contact: hashOf("p0").slice(0, 8),
  });
  const statuses = data.flatMap(({ status, errorCode }) => (status === "sent" ? [] : [[status, errorCode]]));
  expect(statuses).toContainEqual(["delivered", null]);
  expect(statuses).toContainEqual(["failed", 131049]);
});

it("shows no part of a contact to those who may not send facts, in lists and files", async () => {
  await givenSpring();
  const page = await list({ campaign: "spring" }, { role: "executive" });
  expect(page.contactsShown).toBe(false);
  expect(page.data.every(({ contact }) => contact === null)).toBe(true);
  const ctx = testContext(database, { ports, role: "executive" });
  const { pieces } = await exportEvents(ctx, eventsQuery.parse({ campaign: "spring", format: "csv" }));
  let text = "";
  for await (const piece of pieces) text += piece;
  expect(text.trimEnd().split("\r\n")).toHaveLength(33);
  expect(text).not.toContain(hashOf("p0").slice(0, 8));
});

it("lists nothing of a group that is too small for figures, and says so", async () => {
  await givenSpring();
  await toldFacts(database).messages(
    ["a", "b", "c"].map((person) => ({ id: `t-${person}`, person, at: ago(day), campaign: "tiny" })),
  );
  await countAll();
  expect(await list({ campaign: "tiny" })).toMatchObject({ data: [], nextCursor: null, suppressed: true });
  // Nor does the list of everything say which of its events are of that group.
  const all = await list({ kind: "exposure", limit: 200 });
  expect(all.data).toHaveLength(33);
  expect(all.data.filter(({ tooSmall }) => tooSmall.includes("campaign"))).toHaveLength(3);
  expect(all.data.filter(({ campaign }) => campaign === null)).toHaveLength(3);
  const { pieces } = await exportEvents(
    testContext(database, { ports }),
    eventsQuery.parse({ format: "csv" }),
  );
  let file = "";
  for await (const piece of pieces) file += piece;
  expect(file).toContain("spring");
  expect(file).not.toContain("tiny");
  // A narrow range makes a group small as well.
  expect(await list({ campaign: "spring", from: ago(36 * hour).toISOString() })).toMatchObject({
    data: [],
    suppressed: true,
  });
  expect((await list({ campaign: "nobody-knows" })).suppressed).toBe(false);
});

it("tells nothing of another organization", async () => {
  await givenSpring("other");
  expect(await list({ phoneNumberId: "n1" })).toMatchObject({
    data: [],
    nextCursor: null,
    suppressed: false,
  });
  expect((await list({}, { organizationId: "other" })).data).toHaveLength(32);
});

it("says since when single events are kept, and hides what is left of a group whose events are gone", async () => {
  await givenSpring();
  const goneBefore = ago(2.5 * day);
  await database.client.cellState.updateMany({ data: { prunedBefore: goneBefore } });
  const page = await list({ campaign: "spring" });
  expect(page).toMatchObject({ data: [], suppressed: true, goneBefore: goneBefore.toISOString() });
  expect(page.keptDays).toBe(ports.defaults.factRetentionDays);
});
