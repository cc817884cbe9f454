import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase, type Database } from "../../adapters/db/open-database.ts";
import { incidentDetailShape } from "../../contracts/incidents.ts";
import type { Notification } from "../../core/alerting/notification.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenTransition } from "../../testing/builders/given-transition.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { acknowledgeIncident } from "../incidents/acknowledge.ts";
import { getIncident } from "../incidents/get.ts";
import { resolveIncident } from "../incidents/resolve.ts";
import { processTransitions } from "./process-transitions.ts";

const minute = 60_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  await givenChannel(ports, "on-call");
});

const context = () => testContext(database, { ports });
const incidents = () => database.client.incident.findMany({ orderBy: { openedAt: "asc" } });
const deliveries = () => database.client.delivery.findMany({ orderBy: { id: "asc" } });
const told = async () =>
  (await deliveries()).map(({ reason, channelId, message }) => {
    return `${channelId}: ${reason} ${(message as unknown as Notification).severity}`;
  });
const timeline = async () =>
  (await database.client.incidentEvent.findMany({ orderBy: { id: "asc" } })).map(({ kind }) => kind);

/** One step an hour later, processed. */
async function step(change: `${string}→${string}`, subjectId?: string) {
  ports.clock.advance(60 * minute);
  await givenTransition(ports, change, { ...(subjectId && { subjectId }) });
  await processTransitions(ports);
}

describe("from a poll to words", () => {
  it("tells what fell, between which readings, and what to do", async () => {
    const graphed = graphPorts(database);
    const graph = await givenGraph(graphed);
    const place = await givenConnection(graphed, graph);
    await pollOnce(graphed, place);
    const { id } = graph.world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!;
    graph.world.setRating(id, "RED");
    graphed.clock.advance(10 * minute);
    await pollOnce(graphed, place);
    expect(await processTransitions(graphed)).toBe(1);
    expect(await processTransitions(graphed)).toBe(0);
    expect(graphed.seen.poked.at(-1)).toBe("deliveries");

    const [incident] = await incidents();
    const dto = incidentDetailShape.parse(await getIncident(context(), incident!.id));
    expect(dto).toMatchObject({
      kind: "rating-fell",
      severity: "SEV1",
      state: "open",
      title: "Uniform Shop 1 Line 1 (+999 001 000000): quality rating fell from GREEN to RED",
      subject: { phoneNumberId: id, wabaId: graph.world.portfolios[0]!.wabas[0]!.id },
      openedAt: graphed.clock.now().toISOString(),
      timeline: [{ kind: "opened", occurredAt: graphed.clock.now().toISOString() }],
      deliveries: [{ channelId: "on-call", reason: "opened", state: "waiting", attempts: [] }],
    });
    expect(dto.summary).toContain("between 2026-06-01 09:00 UTC and 2026-06-01 09:10 UTC");
    expect(dto.summary).toContain("10,000 people in 24 h");
    const [delivery] = await deliveries();
    expect(delivery!.message).toMatchObject({
      dedupeKey: delivery!.dedupeKey,
      title: `[SEV1] ${dto.title}`,
      organizationName: "Organization default",
      links: [{ url: `https://staygreen.test/incidents/${incident!.id}` }],
      incident: { id: incident!.id, state: "open", resolvedAt: null },
    });
  });
});

describe("the life of an incident", () => {
  it("is opened once, told of once, and the same step twice adds nothing", async () => {
    await step("GREEN→YELLOW");
    await givenTransition(ports, "GREEN→YELLOW");
    await processTransitions(ports);
    expect(await incidents()).toMatchObject([{ severity: "SEV2", state: "open" }]);
    expect(await told()).toEqual(["on-call: opened SEV2"]);
    expect(await database.client.transition.count({ where: { processedAt: null } })).toBe(0);
  });

  it("worsens, which speaks again and takes the acknowledgement back", async () => {
    await step("GREEN→YELLOW");
    const [opened] = await incidents();
    await acknowledgeIncident(context(), opened!.id);
    await step("YELLOW→RED");
    expect(await incidents()).toMatchObject([
      { id: opened!.id, severity: "SEV1", state: "open", acknowledgedAt: null, acknowledgedBy: null },
    ]);
    expect(await told()).toEqual(["on-call: opened SEV2", "on-call: worsened SEV1"]);
    expect(await timeline()).toEqual(["opened", "acknowledged", "worsened"]);
  });

  it("improves without a word, then resolves with one", async () => {
    await step("GREEN→RED");
    await step("RED→YELLOW");
    expect(await incidents()).toMatchObject([{ severity: "SEV2", state: "open" }]);
    await step("YELLOW→GREEN");
    expect(await incidents()).toMatchObject([
      { state: "resolved", openKey: null, resolvedAt: ports.clock.now(), resolvedBy: null },
    ]);
    expect(await told()).toEqual(["on-call: opened SEV1", "on-call: resolved SEV2"]);
    expect(await timeline()).toEqual(["opened", "improved", "resolved"]);
    const last = (await deliveries()).at(-1)!.message as unknown as Notification;
    expect(last.title).toMatch(/^\[RESOLVED\] /);
    expect(last.lines).toEqual(["number number-1: the rating is GREEN again after 2 h."]);
  });

  it("opens a new incident on the next fall, also after a person resolved the last one", async () => {
    await step("GREEN→RED");
    await step("RED→GREEN");
    await step("GREEN→YELLOW");
    await resolveIncident(context(), (await incidents())[1]!.id, { comment: "known" });
    await step("YELLOW→GREEN");
    await step("GREEN→YELLOW");
    expect((await incidents()).map(({ state }) => state)).toEqual(["resolved", "resolved", "open"]);
    expect(new Set((await incidents()).map(({ fingerprint }) => fingerprint)).size).toBe(1);
  });

  it("keeps numbers, tokens and organizations apart", async () => {
    await givenTransition(ports, "GREEN→RED", { subjectId: "a" });
    await givenTransition(ports, "GREEN→RED", { subjectId: "b" });
    await givenTransition(ports, "accepted→refused", { subjectId: "a" });
    await givenTransition(ports, "GREEN→RED", { subjectId: "a", organizationId: "other" });
    expect(await processTransitions(ports)).toBe(4);
    expect((await incidents()).map((one) => `${one.organizationId} ${one.fingerprint}`).sort()).toEqual([
      "default rating-fell:a",
      "default rating-fell:b",
      "default token-dead:a",
      "other rating-fell:a",
    ]);
    expect(await database.client.delivery.count({ where: { organizationId: "other" } })).toBe(0);
  });

  it("says nothing of a recovery that nobody was told to fear", async () => {
    await step("RED→GREEN");
    await step("RED→YELLOW");
    expect(await incidents()).toEqual([]);
    expect(await deliveries()).toEqual([]);
  });
});

describe("who is told", () => {
  it("holds to each channel's floor, and tells of an end those who were told of the beginning", async () => {
    await givenChannel(ports, "pager", { minSeverity: "SEV1" });
    await givenChannel(ports, "diary", { minSeverity: "INFO" });
    await givenChannel(ports, "silent", { minSeverity: "INFO" });
    await database.client.channel.updateMany({ where: { id: "silent" }, data: { state: "off" } });
    await step("GREEN→YELLOW");
    expect((await told()).sort()).toEqual(["diary: opened SEV2", "on-call: opened SEV2"]);
    await givenChannel(ports, "late");
    await step("YELLOW→GREEN");
    expect((await told()).slice(2).sort()).toEqual(["diary: resolved SEV2", "on-call: resolved SEV2"]);
  });

  it("tells of an improved incident's end those who heard only that it was bad", async () => {
    await givenChannel(ports, "pager", { minSeverity: "SEV1" });
    await step("GREEN→RED");
    await step("RED→YELLOW");
    await step("YELLOW→GREEN");
    expect((await told()).filter((line) => line.startsWith("pager"))).toEqual([
      "pager: opened SEV1",
      "pager: resolved SEV2",
    ]);
  });
});

describe("all or nothing", () => {
  it("F43 writes neither incident nor message when planning the messages fails, and both later", async () => {
    await givenTransition(ports, "GREEN→RED");
    await database.client.organization.deleteMany();
    expect(await processTransitions(ports)).toBe(0);
    expect(await incidents()).toEqual([]);
    expect(await timeline()).toEqual([]);
    expect(await database.client.transition.count({ where: { processedAt: null } })).toBe(1);
    await givenOrganization(database);
    expect(await processTransitions(ports)).toBe(1);
    expect(await incidents()).toHaveLength(1);
    expect(await told()).toEqual(["on-call: opened SEV1"]);
  });

  it("one step that cannot be processed holds up its own subject only", async () => {
    await givenTransition(ports, "GREEN→YELLOW", { organizationId: "broken", subjectId: "a" });
    await givenTransition(ports, "YELLOW→RED", { organizationId: "broken", subjectId: "a" });
    await givenTransition(ports, "GREEN→RED", { subjectId: "b" });
    await database.client.organization.deleteMany({ where: { id: "broken" } });
    expect(await processTransitions(ports)).toBe(1);
    expect(await incidents()).toMatchObject([{ organizationId: "default", fingerprint: "rating-fell:b" }]);
    expect(ports.seen.logged).toMatchObject([{ level: "error" }]);
    await givenOrganization(database, "broken");
    expect(await processTransitions(ports)).toBe(2);
    expect(await database.client.incident.findMany({ where: { organizationId: "broken" } })).toMatchObject([
      { severity: "SEV1", fingerprint: "rating-fell:a" },
    ]);
  });
});

describe("at the same time", () => {
  it("F45 two processors open one incident", async () => {
    for (let index = 0; index < 10; index++)
      await givenTransition(ports, "GREEN→RED", { subjectId: `n${index}` });
    const counts = await Promise.all(Array.from({ length: 6 }, () => processTransitions(ports)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(await incidents()).toHaveLength(10);
    expect(await deliveries()).toHaveLength(10);
  });

  it("an acknowledgement or a resolution that comes meanwhile is not written over", async (test) => {
    const databaseUrl = testDatabaseUrl(database);
    test.skip(databaseUrl === null, "the embedded database runs one transaction at a time");
    await step("GREEN→RED");
    await step("GREEN→RED", "number-2");
    const [first, second] = await incidents();
    await givenTransition(ports, "RED→YELLOW");
    await givenTransition(ports, "RED→YELLOW", { subjectId: "number-2" });
    const other = await openDatabase({ root: process.cwd(), databaseUrl: databaseUrl! });
    try {
      let processing = Promise.resolve(0);
      await other.client.$transaction(async (tx) => {
        const set = (id: string, state: string) =>
          tx.$executeRaw`update incident set state = ${state}, acknowledged_by = 'Ada',
            open_key = case when ${state} = 'resolved' then null else open_key end where id = ${id}`;
        await set(first!.id, "acknowledged");
        await set(second!.id, "resolved");
        processing = processTransitions(ports);
        // The processor has read what it reads once it waits for our row.
        for (let waiting = 0; waiting === 0;) {
          const [row] = await tx.$queryRaw<{ count: number }[]>`
            select count(*)::int as count from pg_locks where not granted`;
          waiting = row!.count;
        }
      });
      expect(await processing).toBe(2);
    } finally {
      await other.close();
    }
    expect(await incidents()).toMatchObject([
      { id: first!.id, state: "acknowledged", severity: "SEV2", acknowledgedBy: "Ada" },
      { id: second!.id, state: "resolved", openKey: null },
    ]);
  });
});
