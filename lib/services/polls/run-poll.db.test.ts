import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";

const minute = 60_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
});

const wabas = () => graph.world.portfolios[0]!.wabas;
const numberId = (position = 0) => wabas()[0]!.phoneNumbers[position]!.id;
const number = (id = numberId()) => database.client.phoneNumber.findFirstOrThrow({ where: { id } });
const changes = (where: object = {}) =>
  database.client.phoneNumberChange.findMany({ where, orderBy: [{ occurredAt: "asc" }, { id: "asc" }] });
const transitions = () =>
  database.client.transition.findMany({ orderBy: [{ recordedAt: "asc" }, { id: "asc" }] });
const lastRun = () => database.client.pollRun.findFirstOrThrow({ orderBy: { recordedAt: "desc" } });

/** One more round, ten minutes later. */
async function nextRound() {
  ports.clock.advance(10 * minute);
  await pollOnce(ports, place);
}
async function rate(rating: string, id = numberId()) {
  graph.world.setRating(id, rating);
  await nextRound();
}

describe("the first round", () => {
  it("stores numbers, first sightings, portfolio, WABAs and poll rows", async () => {
    const at = ports.clock.now();
    await pollOnce(ports, place);

    expect(await database.client.phoneNumber.count()).toBe(4);
    expect(await number()).toMatchObject({
      ...place,
      wabaId: wabas()[0]!.id,
      displayPhoneNumber: "+999 001 000000",
      verifiedName: "Uniform Shop 1 Line 1",
      qualityRating: "GREEN",
      rankedRating: "GREEN",
      portfolioLimit: "TIER_10K",
      status: "CONNECTED",
      throughput: "STANDARD",
      accountMode: "LIVE",
      canSendMessage: "AVAILABLE",
      firstSeenAt: at,
      observedAt: at,
      ratingSince: at,
      missingSince: null,
    });
    expect(await changes({ phoneNumberId: numberId(), field: "quality_rating" })).toMatchObject([
      { fromValue: null, toValue: "GREEN", notBefore: null, occurredAt: at, recordedAt: at, source: "poll" },
    ]);
    expect(await database.client.portfolio.findMany()).toMatchObject([
      {
        ...place,
        id: graph.world.portfolios[0]!.id,
        name: "Uniform Group 1",
        verificationStatus: "verified",
      },
    ]);
    expect(await database.client.waba.findMany({ orderBy: { id: "asc" } })).toMatchObject(
      wabas().map(({ id, name }) => ({ id, name, state: "visible", lastPolledAt: at, firstSeenAt: at })),
    );
    const run = await lastRun();
    expect(run).toMatchObject({
      outcome: "complete",
      wabaCount: 2,
      numberCount: 4,
      openFor: null,
      error: null,
    });
    expect(run.finishedAt).not.toBeNull();
    expect(run.changeCount).toBe(await database.client.phoneNumberChange.count());
    // Portfolio, owned and client WABAs, and one list of numbers a WABA; then what debug_token says.
    expect(run.callCount).toBe(5);
    expect(await database.client.wabaPoll.findMany({ orderBy: { wabaId: "asc" } })).toMatchObject(
      wabas().map(({ id }) => ({
        wabaId: id,
        pollRunId: run.id,
        outcome: "complete",
        numberCount: 2,
        callCount: 1,
      })),
    );
    expect(await transitions()).toEqual([]);
  });

  it("asks once what the token may do, and keeps the answer", async () => {
    await pollOnce(ports, place);
    await nextRound();
    expect(graph.requests.filter(({ path }) => path.endsWith("/debug_token"))).toHaveLength(1);
    const { token } = await database.client.connection.findFirstOrThrow();
    expect(token).toMatchObject({
      valid: true,
      expiresAt: null,
      scopes: ["whatsapp_business_management", "whatsapp_business_messaging", "business_management"],
    });
  });

  it("finds a portfolio without numbers complete and healthy", async () => {
    for (const waba of wabas())
      for (const { id } of [...waba.phoneNumbers]) graph.world.removePhoneNumber(id);
    await pollOnce(ports, place);
    expect(await lastRun()).toMatchObject({ outcome: "complete", wabaCount: 2, numberCount: 0, error: null });
    expect(await database.client.connection.findFirstOrThrow()).toMatchObject({
      state: "active",
      lastSuccessAt: ports.clock.now(),
      lastError: null,
    });
  });

  it("covers WABAs of clients and WABAs named by hand", async () => {
    graph.world.changeWaba(wabas()[1]!.id, { relation: "client" });
    const named = await givenConnection(ports, graph, {
      id: "named",
      organizationId: "other",
      businessId: null,
      wabaIds: [wabas()[1]!.id],
    });
    await pollOnce(ports, place);
    await pollOnce(ports, named);
    const seen = await database.client.phoneNumber.groupBy({
      by: ["organizationId", "wabaId"],
      _count: true,
    });
    const rows = seen.map(({ organizationId, wabaId, _count }) => [organizationId, wabaId, _count].join(" "));
    expect(rows.sort()).toEqual([
      `default ${wabas()[0]!.id} 2`,
      `default ${wabas()[1]!.id} 2`,
      `other ${wabas()[1]!.id} 2`,
    ]);
  });
});

describe("a later round", () => {
  beforeEach(() => pollOnce(ports, place));

  it("adds no change when nothing changed, and moves the time of observation", async () => {
    const before = await database.client.phoneNumberChange.count();
    await nextRound();
    expect(await database.client.phoneNumberChange.count()).toBe(before);
    expect(await lastRun()).toMatchObject({ outcome: "complete", changeCount: 0 });
    expect((await number()).observedAt).toEqual(ports.clock.now());
    expect((await number()).ratingSince).toEqual(new Date(ports.clock.now().getTime() - 10 * minute));
  });

  it("adds one row for one change, known as the range between two readings", async () => {
    const before = ports.clock.now();
    graph.world.changePhoneNumber(numberId(), { verifiedName: "New Name" });
    await nextRound();
    expect(await changes({ occurredAt: ports.clock.now() })).toMatchObject([
      {
        phoneNumberId: numberId(),
        field: "verified_name",
        fromValue: "Uniform Shop 1 Line 1",
        toValue: "New Name",
        notBefore: before,
        occurredAt: ports.clock.now(),
      },
    ]);
    expect(await lastRun()).toMatchObject({ changeCount: 1 });
    expect(await transitions()).toEqual([]);
  });

  it("reads the portfolio's name once an hour only", async () => {
    const reads = () =>
      graph.requests.filter(({ path }) => path === `/${graph.world.portfolios[0]!.id}`).length;
    for (let round = 0; round < 5; round++) await nextRound();
    expect(reads()).toBe(1);
    await nextRound();
    expect(reads()).toBe(2);
  });

  it("makes one transition of GREEN to YELLOW", async () => {
    await rate("YELLOW");
    await nextRound();
    expect(await transitions()).toMatchObject([
      {
        subjectKind: "phone-number",
        subjectId: numberId(),
        field: "quality_rating",
        fromValue: "GREEN",
        toValue: "YELLOW",
        direction: "fell",
        processedAt: null,
      },
    ]);
    expect(ports.seen.poked).toContain("transitions");
  });

  it("hides no fall behind UNKNOWN in between", async () => {
    await rate("UNKNOWN");
    expect(await transitions()).toEqual([]);
    expect(await number()).toMatchObject({ qualityRating: "UNKNOWN", rankedRating: "GREEN" });
    await rate("RED");
    expect(await transitions()).toMatchObject([{ fromValue: "GREEN", toValue: "RED", direction: "fell" }]);
    const steps = await changes({ phoneNumberId: numberId(), field: "quality_rating" });
    expect(steps.map((change) => change.toValue)).toEqual(["GREEN", "UNKNOWN", "RED"]);
  });

  it("sees worse, better and recovered as three steps", async () => {
    for (const rating of ["YELLOW", "RED", "YELLOW", "NA", "GREEN"]) await rate(rating);
    expect((await transitions()).map(({ direction, toValue }) => `${direction} ${toValue}`)).toEqual([
      "fell YELLOW",
      "fell RED",
      "improved YELLOW",
      "recovered GREEN",
    ]);
  });

  it("F09 keeps values that nobody knows as they came, and neither falls nor recovers over them", async () => {
    graph.world.changePhoneNumber(numberId(), { status: "HIBERNATING", throughput: "LUDICROUS" });
    graph.faults.add({
      kind: "field-value",
      field: "whatsapp_business_manager_messaging_limit",
      value: "TIER_7M",
      id: numberId(),
    });
    graph.faults.add({ kind: "field-value", field: "name_status", value: null, id: numberId() });
    graph.faults.add({ kind: "field-value", field: "account_mode", value: 7, id: numberId() });
    await rate("PURPLE");
    expect(await number()).toMatchObject({
      qualityRating: "PURPLE",
      rankedRating: "GREEN",
      status: "HIBERNATING",
      throughput: "LUDICROUS",
      portfolioLimit: "TIER_7M",
      nameStatus: null,
      accountMode: "7",
    });
    expect(await transitions()).toEqual([]);
    expect(await lastRun()).toMatchObject({ outcome: "complete" });
    await nextRound();
    const words = await database.client.unknownWord.findMany();
    expect(words.map(({ value, seenCount }) => `${value} ${seenCount}`).sort()).toEqual([
      "7 2",
      "HIBERNATING 2",
      "LUDICROUS 2",
      "PURPLE 2",
      "TIER_7M 2",
    ]);
  });

  it("counts a number first seen RED as a fall", async () => {
    graph.world.addPhoneNumber(wabas()[1]!.id, {
      id: "330001999999999",
      displayPhoneNumber: "+999 001 999999",
      verifiedName: "Newcomer",
      rating: "RED",
    });
    await nextRound();
    expect(await transitions()).toMatchObject([
      { subjectId: "330001999999999", fromValue: null, toValue: "RED", direction: "fell" },
    ]);
  });

  it("marks a number that a complete list no longer holds, keeps its history, and takes it back", async () => {
    graph.faults.add({ kind: "number-missing", phoneNumberId: numberId() });
    await nextRound();
    const missingSince = ports.clock.now();
    await nextRound();
    expect(await number()).toMatchObject({ missingSince, qualityRating: "GREEN" });
    expect(await number(numberId(1))).toMatchObject({ missingSince: null });
    graph.faults.clear();
    await nextRound();
    expect(await number()).toMatchObject({ missingSince: null, observedAt: ports.clock.now() });
  });

  it("writes a gap when looking begins again after a long silence, and none after two missed polls", async () => {
    ports.clock.advance(15 * minute);
    await nextRound();
    expect(await database.client.blindStretch.count()).toBe(0);
    const lastSeen = ports.clock.now();
    ports.clock.advance(16 * minute);
    await nextRound();
    expect(await database.client.blindStretch.findMany({ orderBy: { wabaId: "asc" } })).toMatchObject(
      wabas().map(({ id }) => ({ wabaId: id, occurredAt: lastSeen, endedAt: ports.clock.now() })),
    );
  });
});

describe("a list of several pages", () => {
  beforeEach(async () => {
    graph = await givenGraph(ports, { wabas: 1, numbersPerWaba: 7, pageSize: 2 });
    place = await givenConnection(ports, graph, { id: "paged" });
    await pollOnce(ports, place);
  });

  it("is read to its end", async () => {
    expect(await database.client.phoneNumber.count({ where: { missingSince: null } })).toBe(7);
    expect(await lastRun()).toMatchObject({ outcome: "complete", numberCount: 7 });
  });

  it.each([
    ["page 3 fails", { kind: "page-fails", page: 3 }, 4],
    ["the cursor repeats", { kind: "repeated-cursor" }, 2],
  ] as const)("F08 counts what was seen and calls nothing gone when %s", async (_, fault, seen) => {
    const gone = numberId(6);
    graph.world.setRating(numberId(0), "YELLOW");
    graph.faults.add({ ...fault, path: "*/phone_numbers" });
    await nextRound();
    expect(await lastRun()).toMatchObject({ outcome: "incomplete", numberCount: seen });
    expect((await lastRun()).error).toMatchObject({ kind: "transient" });
    expect(await database.client.phoneNumber.count({ where: { missingSince: { not: null } } })).toBe(0);
    expect(await number(numberId(0))).toMatchObject({
      qualityRating: "YELLOW",
      observedAt: ports.clock.now(),
    });
    expect((await number(gone)).observedAt).toEqual(new Date(ports.clock.now().getTime() - 10 * minute));
    expect(await database.client.wabaPoll.findMany({ where: { outcome: "incomplete" } })).toHaveLength(1);
    // Some of it went through: the connection keeps its pace and its state.
    expect(await database.client.connection.findFirstOrThrow({ where: { id: "paged" } })).toMatchObject({
      state: "active",
      consecutiveFailures: 0,
      lastSuccessAt: ports.clock.now(),
    });
  });

  it("F08 takes an id that is listed twice once", async () => {
    graph.faults.add({ kind: "duplicate-id", path: "*/phone_numbers" });
    await rate("YELLOW");
    expect(await database.client.phoneNumber.count()).toBe(7);
    expect(await transitions()).toHaveLength(1);
    expect(await lastRun()).toMatchObject({ outcome: "complete", numberCount: 7, changeCount: 1 });
  });
});
