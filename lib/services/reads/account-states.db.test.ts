import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { readNow } from "../../testing/builders/due-reads.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";

const hour = 3_600_000;

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
let wabaId: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  await pollOnce(ports, place);
});

const waba = () => database.client.waba.findFirstOrThrow({ where: { id: wabaId } });
const template = (id: string) => database.client.messageTemplate.findFirstOrThrow({ where: { id } });
const templateIds = () => graph.world.findWaba(wabaId)!.templates.map(({ id }) => id);
const changes = (subjectKind: string, subjectId: string) =>
  database.client.assetChange.findMany({
    where: { subjectKind, subjectId },
    orderBy: [{ occurredAt: "asc" }, { id: "asc" }],
  });
const transitions = (field: string) =>
  database.client.transition.findMany({ where: { field }, orderBy: { id: "asc" } });
const words = () => database.client.unknownWord.findMany({ orderBy: [{ place: "asc" }, { value: "asc" }] });

describe("a WABA's own node", () => {
  it("is kept in Meta's words, each change for ever, with the time until which the old value was seen", async () => {
    await readNow(ports, ["waba-details"]);
    expect(await waba()).toMatchObject({
      accountReviewStatus: "APPROVED",
      status: "ACTIVE",
      country: "DE",
      insightsEnabled: true,
      portfolioId: graph.world.portfolios[0]!.id,
      ownershipType: "SELF",
      canSendMessage: "AVAILABLE",
      detailsAt: ports.clock.now(),
    });
    const first = await changes("waba", wabaId);
    expect(first.every(({ fromValue, notBefore }) => fromValue === null && notBefore === null)).toBe(true);
    const seenAt = ports.clock.now();
    ports.clock.advance(hour);
    await readNow(ports, ["waba-details"]);
    expect(await changes("waba", wabaId)).toHaveLength(first.length);

    const lastSeen = ports.clock.now();
    graph.world.changeWaba(wabaId, { accountReviewStatus: "REJECTED", name: "Renamed Shop" });
    ports.clock.advance(hour);
    await pollOnce(ports, place);
    await readNow(ports, ["waba-details"]);
    const added = (await changes("waba", wabaId)).slice(first.length);
    expect(added.map(({ field, fromValue, toValue }) => [field, fromValue, toValue]).sort()).toEqual([
      ["account_review_status", "APPROVED", "REJECTED"],
      ["name", "Uniform Shop 1", "Renamed Shop"],
    ]);
    expect(added[0]).toMatchObject({ source: "poll", notBefore: lastSeen, occurredAt: ports.clock.now() });
    expect(seenAt < lastSeen).toBe(true);
  });

  it("tells the portfolio's limit, as the portfolio's node does: one history of it", async () => {
    const { id } = graph.world.portfolios[0]!;
    await readNow(ports, ["waba-details"]);
    const limits = async () =>
      (await changes("portfolio", id))
        .filter(({ field }) => field === "messaging_limit")
        .map(({ fromValue, toValue }) => `${fromValue ?? "nothing"} to ${toValue ?? "nothing"}`);
    expect(await limits()).toEqual(["nothing to TIER_10K"]);
    graph.world.setLimit(id, "TIER_2K");
    ports.clock.advance(2 * hour);
    await readNow(ports, ["waba-details"]);
    await pollOnce(ports, place);
    expect(await limits()).toEqual(["nothing to TIER_10K", "TIER_10K to TIER_2K"]);
    expect(await database.client.portfolio.findFirst({ where: { id } })).toMatchObject({
      messagingLimit: "TIER_2K",
      name: graph.world.portfolios[0]!.name,
      verificationStatus: "verified",
    });
  });

  it("names the owner: a client's WABA belongs to another portfolio and is polled on", async () => {
    const elsewhere = "118999000000001";
    graph.faults.add({
      kind: "field-value",
      field: "owner_business_info",
      value: { id: elsewhere, name: "A client" },
      id: wabaId,
    });
    graph.faults.add({ kind: "field-value", field: "ownership_type", value: "CLIENT_OWNED", id: wabaId });
    await readNow(ports, ["waba-details"]);
    expect(await waba()).toMatchObject({ portfolioId: elsewhere });
    await pollOnce(ports, place);
    expect(await waba()).toMatchObject({ portfolioId: elsewhere, state: "visible" });
    expect(await database.client.portfolio.findFirst({ where: { id: elsewhere } })).toMatchObject({
      messagingLimit: "TIER_10K",
      name: null,
    });
    graph.faults.add({ kind: "waba-permission-removed", wabaId, answer: "not-visible" });
    await pollOnce(ports, place);
    expect(await waba()).toMatchObject({ state: "lost" });
  });
});

describe("a template", () => {
  it("has its whole history as changes", async () => {
    const [id] = templateIds();
    const life = [
      { status: "APPROVED", score: "GREEN" },
      { status: "APPROVED", score: "YELLOW" },
      { status: "PAUSED", score: "RED" },
      { status: "APPROVED", score: "UNKNOWN" },
      { status: "DISABLED", score: "RED", category: "UTILITY" },
      { status: "REJECTED", score: "RED", category: "UTILITY", rejectedReason: "SCAM" },
    ] as const;
    for (const change of life) {
      graph.world.changeTemplate(id!, change);
      await readNow(ports, ["templates"], wabaId);
      ports.clock.advance(hour);
    }
    const history = await changes("template", id!);
    const of = (field: string) =>
      history.filter((change) => change.field === field).map(({ toValue }) => toValue);
    expect(of("status")).toEqual(["APPROVED", "PAUSED", "APPROVED", "DISABLED", "REJECTED"]);
    expect(of("quality_score")).toEqual(["GREEN", "YELLOW", "RED", "UNKNOWN", "RED"]);
    expect(of("category")).toEqual(["MARKETING", "UTILITY"]);
    expect(of("rejected_reason")).toEqual(["NONE", "SCAM"]);
    const paused = history.find(({ toValue }) => toValue === "PAUSED")!;
    expect(paused).toMatchObject({ fromValue: "APPROVED", source: "poll" });
    expect(paused.occurredAt.getTime() - paused.notBefore!.getTime()).toBe(hour);
    expect(await template(id!)).toMatchObject({
      status: "REJECTED",
      qualityScore: "RED",
      rankedScore: "RED",
      wabaId,
      language: "en",
    });
  });

  it("keeps its last score with a rank while Meta says UNKNOWN", async () => {
    const [id] = templateIds();
    graph.world.changeTemplate(id!, { score: "YELLOW" });
    await readNow(ports, ["templates"]);
    graph.world.changeTemplate(id!, { score: "UNKNOWN" });
    await readNow(ports, ["templates"]);
    expect(await template(id!)).toMatchObject({ qualityScore: "UNKNOWN", rankedScore: "YELLOW" });
  });

  it("that a complete list no longer holds is missing, until it is seen again", async () => {
    await readNow(ports, ["templates"]);
    const { templates } = graph.world.findWaba(wabaId)!;
    const gone = templates.shift()!;
    ports.clock.advance(hour);
    await readNow(ports, ["templates"]);
    expect(await template(gone.id)).toMatchObject({ missingSince: ports.clock.now(), status: "APPROVED" });
    expect(await template(templates[0]!.id)).toMatchObject({ missingSince: null });
    templates.unshift(gone);
    await readNow(ports, ["templates"]);
    expect(await template(gone.id)).toMatchObject({ missingSince: null });
  });

  it("F08 that an incomplete list does not hold is not missing, and what was read counts", async () => {
    const small = await givenGraph(ports, { seed: 3, wabas: 1, pageSize: 1 });
    await givenConnection(ports, small, { id: "connection-3" });
    await pollOnce(ports, { ...place, connectionId: "connection-3" });
    const { id: smallWaba, templates } = small.world.portfolios[0]!.wabas[0]!;
    await readNow(ports, ["templates"], smallWaba);
    expect(await database.client.messageTemplate.count({ where: { wabaId: smallWaba } })).toBe(3);
    small.world.changeTemplate(templates[0]!.id, { status: "PAUSED" });
    small.faults.add({ kind: "page-fails", page: 2, path: "*/message_templates" });
    ports.clock.advance(hour);
    await readNow(ports, ["templates"], smallWaba);
    expect(await database.client.messageTemplate.count({ where: { missingSince: { not: null } } })).toBe(0);
    expect(await template(templates[0]!.id)).toMatchObject({
      status: "PAUSED",
      observedAt: ports.clock.now(),
    });
    expect(
      await database.client.scheduledRead.findFirst({ where: { subjectId: smallWaba, kind: "templates" } }),
    ).toMatchObject({ error: { kind: "transient" }, consecutiveFailures: 1 });
  });

  it("F10 field that Meta drops is remembered and told, one that never was is not told", async () => {
    const fault = { kind: "field-removed", field: "correct_category" } as const;
    graph.faults.add(fault);
    await readNow(ports, ["templates"], wabaId);
    const read = () =>
      database.client.scheduledRead.findFirstOrThrow({ where: { subjectId: wabaId, kind: "templates" } });
    expect(await read()).toMatchObject({ droppedFields: ["v25.0:correct_category"], callCount: 2 });
    expect(await transitions("graph_field")).toEqual([]);

    graph.faults.add({ kind: "field-removed", field: "quality_score" });
    await readNow(ports, ["templates"], wabaId);
    await readNow(ports, ["templates"], wabaId);
    expect(await read()).toMatchObject({
      droppedFields: ["v25.0:correct_category", "v25.0:quality_score"],
      callCount: 5,
    });
    expect(await transitions("graph_field")).toMatchObject([
      {
        subjectKind: "waba",
        subjectId: wabaId,
        fromValue: null,
        toValue: "quality_score",
        direction: "fell",
      },
    ]);

    graph.faults.clear();
    await database.client.connection.updateMany({ data: { apiVersion: "v26.0" } });
    await readNow(ports, ["templates"], wabaId);
    expect(await read()).toMatchObject({ droppedFields: [] });
    expect((await transitions("graph_field")).map(({ direction }) => direction)).toEqual([
      "fell",
      "recovered",
    ]);
  });
});

describe("F10 a phone number's field that vanishes", () => {
  it("is told once, and not on an account that is new", async () => {
    graph.faults.add({ kind: "field-removed", field: "throughput" });
    await pollOnce(ports, place);
    await pollOnce(ports, place);
    expect(await transitions("graph_field")).toMatchObject([
      { toValue: "throughput", direction: "fell" },
      { toValue: "throughput", direction: "fell" },
    ]);
    const other = await givenGraph(ports, { seed: 4, wabas: 1 });
    other.faults.add({ kind: "field-removed", field: "throughput" });
    await givenConnection(ports, other, { id: "connection-4" });
    await pollOnce(ports, { ...place, connectionId: "connection-4" });
    expect(await transitions("graph_field")).toHaveLength(2);
  });
});

describe("the webhook subscription", () => {
  const subscribe = async (method: "POST" | "DELETE") => {
    const answer = await fetch(`${graph.url}/v25.0/${wabaId}/subscribed_apps`, {
      method,
      headers: { authorization: `Bearer ${graph.accessToken}` },
    });
    expect(answer.status).toBe(200);
  };

  it("is kept with every change, and looked at again and again", async () => {
    await readNow(ports, ["subscription"]);
    expect(await waba()).toMatchObject({ subscribed: false, subscribedCheckedAt: ports.clock.now() });
    const changes = () =>
      database.client.assetChange.findMany({ where: { field: "subscribed" }, orderBy: { id: "asc" } });
    expect(await changes()).toEqual([]);
    for (const method of ["POST", "DELETE", "DELETE", "POST"] as const) {
      await subscribe(method);
      await readNow(ports, ["subscription"]);
    }
    expect((await changes()).map(({ toValue, subjectId }) => [toValue, subjectId])).toEqual([
      ["true", wabaId],
      ["false", wabaId],
      ["true", wabaId],
    ]);
  });
});

describe("F09 words that nobody documented", () => {
  it("are counted with where they were met and a sample, and nothing is said of the others", async () => {
    expect(await words()).toEqual([]);
    const number = graph.world.findWaba(wabaId)!.phoneNumbers[0]!;
    graph.world.changePhoneNumber(number.id, { status: "ON_THE_MOON" });
    graph.faults.add({
      kind: "field-value",
      field: "status",
      value: "SLEEPING",
      path: "*/message_templates",
    });
    await pollOnce(ports, place);
    ports.clock.advance(600_000);
    await pollOnce(ports, place);
    await readNow(ports, ["templates"]);
    expect(await words()).toMatchObject([
      {
        place: "phone_number.status",
        value: "ON_THE_MOON",
        seenCount: 2,
        connectionId: place.connectionId,
        subjectId: number.id,
        sample: { status: "ON_THE_MOON" },
        lastSeenAt: ports.clock.now(),
      },
      { place: "template.status", value: "SLEEPING", seenCount: 6, sample: { status: "SLEEPING" } },
    ]);
  });
});
