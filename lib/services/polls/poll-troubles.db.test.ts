import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenConnection, pollDue, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { testContext, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { listConnections } from "../connections/list.ts";
import { updateConnection } from "../connections/update.ts";
import { listIncidents } from "../incidents/list.ts";
import { listPhoneNumbers } from "../phone-numbers/list.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { openRepoll } from "./open-repoll.ts";
import { pollNow } from "./poll-now.ts";

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
  await pollOnce(ports, place);
});

const context = () => testContext(database, { ports });
const wabas = () => graph.world.portfolios[0]!.wabas;
const connection = () => database.client.connection.findFirstOrThrow({ where: { id: place.connectionId } });
const connectionDto = async () => (await listConnections(context())).data[0]!;
const waba = (id: string) => database.client.waba.findFirstOrThrow({ where: { id } });
const lastRun = () => database.client.pollRun.findFirstOrThrow({ orderBy: { recordedAt: "desc" } });
const makeDue = () =>
  database.client
    .$executeRaw`update connection set next_poll_at = now() - interval '1 second' where state = 'active'`;

async function nextRound() {
  ports.clock.advance(10 * minute);
  await pollOnce(ports, place);
}
/** Minutes of database time until the connection is due. */
async function minutesUntilDue() {
  const [row] = await database.client.$queryRaw<{ minutes: number }[]>`
    select extract(epoch from next_poll_at - now())::float8 / 60 as minutes from connection where id = ${place.connectionId}`;
  return row!.minutes;
}

describe("F01 a token that Meta refuses", () => {
  it.each([
    ["190, expired", 190, 463],
    ["190, removed app", 190, 458],
    ["190 without a subcode", 190, undefined],
    ["0", 0, undefined],
    ["102", 102, undefined],
  ])("stops the connection at once: %s", async (_, code, subcode) => {
    const before = graph.requests.length;
    graph.faults.add({
      kind: "graph-error",
      code,
      ...(subcode === undefined ? {} : { subcode }),
      httpStatus: 401,
    });
    await nextRound();
    const calls = graph.requests.slice(before).map(({ path }) => path.split("/").at(-1));
    expect(calls).toEqual(["owned_whatsapp_business_accounts"]);
    expect(await connection()).toMatchObject({ state: "token-dead", errorSince: ports.clock.now() });
    expect(await lastRun()).toMatchObject({ outcome: "failed", error: { kind: "token-invalid", code } });
  });

  it("is claimed no more, and leaves the last known ratings readable as stale", async () => {
    graph.faults.add({ kind: "token-invalid", subcode: 463 });
    await nextRound();
    await database.client.$executeRaw`update connection set next_poll_at = now() - interval '1 day'`;
    const before = graph.requests.length;
    expect(await pollDue(ports)).toBe(0);
    expect(graph.requests).toHaveLength(before);
    ports.clock.advance(60 * minute);
    const { data } = await listPhoneNumbers(context(), { limit: 50 });
    expect(data[0]).toMatchObject({
      qualityRating: "GREEN",
      stale: true,
      freshness: "red",
      lastError: { kind: "token-invalid", code: 190 },
    });
    expect(data[0]!.lastError!.message).toContain("it has expired");
    expect(await connectionDto()).toMatchObject({ state: "token-dead", nextPollAt: null });
  });

  it("opens one incident, which a new token resolves by itself", async () => {
    graph.faults.add({ kind: "token-invalid" });
    await nextRound();
    await nextRound();
    await processTransitions(ports);
    const open = (await listIncidents(context(), { limit: 50 })).data;
    expect(open).toMatchObject([
      { kind: "token-dead", severity: "SEV2", state: "open", subject: { connectionId: place.connectionId } },
    ]);
    expect(open[0]!.title).toBe("Shops: Meta no longer accepts the access token");

    const renewed = await givenGraph(ports, { accessToken: "a-brand-new-token" });
    await database.client.connection.updateMany({ data: { graphBaseUrl: renewed.url } });
    const dto = await updateConnection(context(), place.connectionId, { accessToken: "a-brand-new-token" });
    expect(dto).toMatchObject({ state: "active", token: null });
    expect(await pollDue(ports)).toBe(1);
    await processTransitions(ports);
    expect((await listIncidents(context(), { limit: 50 })).data).toMatchObject([
      { id: open[0]!.id, state: "resolved" },
    ]);
    expect(await connection()).toMatchObject({ state: "active", lastError: null, errorSince: null });
  });

  it("leaves other connections alone", async () => {
    const second = await givenGraph(ports, { seed: 2 });
    await givenConnection(ports, second, { id: "connection-2", name: "Second" });
    graph.faults.add({ kind: "token-invalid" });
    await makeDue();
    expect(await pollDue(ports)).toBe(2);
    const rows = await database.client.connection.findMany({ orderBy: { id: "asc" } });
    expect(rows.map(({ state }) => state)).toEqual(["token-dead", "active"]);
    expect(rows[1]).toMatchObject({ lastError: null, lastSuccessAt: ports.clock.now() });
  });

  it("is named even when another trouble came first, so that the new token's recovery is seen", async () => {
    const [first, second] = wabas().map(({ id }) => id);
    graph.faults.add({ kind: "graph-error", code: 10, path: `/${first!}/phone_numbers` });
    graph.faults.add({ kind: "graph-error", code: 190, path: `/${second!}/phone_numbers` });
    let firstAnswered = () => {};
    const afterFirst = new Promise<void>((resolve) => (firstAnswered = resolve));
    const ordered: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        listPhoneNumbers: async (credentials, wabaId, dropped) => {
          if (wabaId === second) await afterFirst;
          const answer = await ports.graphApi.listPhoneNumbers(credentials, wabaId, dropped);
          if (wabaId === first) firstAnswered();
          return answer;
        },
      },
    };
    await pollOnce(ordered, place);
    expect(await connection()).toMatchObject({ state: "token-dead", lastError: { kind: "token-invalid" } });
    graph.faults.clear();
    await nextRound();
    const steps = await database.client.transition.findMany({ orderBy: { id: "asc" } });
    expect(steps.map(({ direction }) => direction)).toEqual(["fell", "recovered"]);
  });

  it("wakes when a person resumes it, and dies again without a second incident", async () => {
    graph.faults.add({ kind: "token-invalid" });
    await nextRound();
    await updateConnection(context(), place.connectionId, { state: "active" });
    expect(await pollDue(ports)).toBe(1);
    expect(await connection()).toMatchObject({ state: "token-dead" });
    expect(await database.client.transition.count()).toBe(1);
  });

  it("is not blamed on a token that a person replaced while the round ran", async () => {
    const renewed = { ...graph, accessToken: "a-brand-new-token" };
    graph.faults.add({ kind: "token-invalid" });
    const racing: TestPorts = {
      ...ports,
      graphApi: {
        ...ports.graphApi,
        listWabas: async (credentials, businessId) => {
          const answer = await ports.graphApi.listWabas(credentials, businessId);
          await givenConnection(ports, renewed);
          return answer;
        },
      },
    };
    await pollOnce(racing, place);
    expect(await connection()).toMatchObject({ state: "active", lastError: null });
    expect(await database.client.transition.count()).toBe(0);
  });
});

describe("F02 one WABA that the token may no longer see", () => {
  it.each(["not-visible", "forbidden"] as const)(
    "is set aside and probed after an hour, while the others go on (%s)",
    async (answer) => {
      const lost = wabas()[0]!.id;
      place = await givenConnection(ports, graph, { businessId: null, wabaIds: wabas().map(({ id }) => id) });
      graph.faults.add({ kind: "waba-permission-removed", wabaId: lost, answer });
      await nextRound();
      const lostSince = ports.clock.now();
      expect(await waba(lost)).toMatchObject({
        state: "lost",
        lostSince,
        nextProbeAt: new Date(lostSince.getTime() + 60 * minute),
        lostReason: { kind: "asset-lost" },
      });
      expect(await waba(wabas()[1]!.id)).toMatchObject({ state: "visible", lastPolledAt: lostSince });
      expect(await lastRun()).toMatchObject({ outcome: "incomplete", numberCount: 2 });
      expect(await database.client.phoneNumber.count({ where: { missingSince: null } })).toBe(4);
      expect((await connectionDto()).wabas[0]).toMatchObject({
        state: "lost",
        error: { kind: "asset-lost" },
      });

      const probes = () => graph.requests.filter(({ path }) => path === `/${lost}/phone_numbers`).length;
      const before = probes();
      for (let round = 0; round < 5; round++) await nextRound();
      expect(probes()).toBe(before);
      await nextRound();
      expect(probes()).toBe(before + 1);
      expect(await waba(lost)).toMatchObject({ state: "lost", lostSince });

      graph.faults.clear();
      for (let round = 0; round < 6; round++) await nextRound();
      expect(await waba(lost)).toMatchObject({ state: "visible", lostSince: null, nextProbeAt: null });
      expect(await lastRun()).toMatchObject({ outcome: "complete", error: null });
      expect(await database.client.blindStretch.findMany()).toMatchObject([{ wabaId: lost }]);
    },
  );

  it("F02 is noticed too when the portfolio's list leaves it out without a word", async () => {
    const lost = wabas()[0]!.id;
    graph.faults.add({ kind: "waba-permission-removed", wabaId: lost, answer: "not-visible" });
    await nextRound();
    expect(await waba(lost)).toMatchObject({ state: "lost", lostSince: ports.clock.now() });
    expect(await waba(wabas()[1]!.id)).toMatchObject({ state: "visible", lastPolledAt: ports.clock.now() });
    expect(await lastRun()).toMatchObject({ outcome: "incomplete", error: { kind: "asset-lost" } });
  });

  it("a round in which every WABA rests is no success, and revives no token", async () => {
    place = await givenConnection(ports, graph, { businessId: null, wabaIds: wabas().map(({ id }) => id) });
    for (const { id } of wabas()) {
      graph.faults.add({ kind: "waba-permission-removed", wabaId: id, answer: "forbidden" });
    }
    const lastSuccessAt = ports.clock.now();
    await nextRound();
    const before = graph.requests.length;
    await nextRound();
    expect(graph.requests).toHaveLength(before);
    expect(await lastRun()).toMatchObject({
      outcome: "incomplete",
      wabaCount: 0,
      error: { kind: "asset-lost" },
    });
    expect(await connection()).toMatchObject({
      state: "active",
      lastSuccessAt,
      lastError: { kind: "asset-lost" },
    });
  });
});

describe("F03 a used-up call budget", () => {
  const exhaust = (minutesToRegainAccess: number, code = 80008) =>
    graph.faults.add({ kind: "graph-error", code, minutesToRegainAccess, path: "*/phone_numbers" });

  it.each([4, 80007, 80008, 613])("waits at least the stated minutes after %s", async (code) => {
    exhaust(17, code);
    await nextRound();
    expect(await minutesUntilDue()).toBeGreaterThan(16.9);
    expect(await minutesUntilDue()).toBeLessThanOrEqual(18);
    expect(await connection()).toMatchObject({
      state: "active",
      lastError: { kind: "rate-limited", code },
      errorSince: ports.clock.now(),
    });
    expect(await pollDue(ports)).toBe(0);
  });

  it("waits five minutes when no time is stated", async () => {
    exhaust(0);
    await nextRound();
    expect(await minutesUntilDue()).toBeGreaterThan(4.9);
    expect(await minutesUntilDue()).toBeLessThanOrEqual(6);
  });

  it("reads no further WABA in the round in which the budget ended", async () => {
    graph.faults.add({ kind: "graph-error", code: 80008, path: "*/owned_whatsapp_business_accounts" });
    const before = graph.requests.length;
    await nextRound();
    expect(graph.requests.length - before).toBe(1);
    expect(await lastRun()).toMatchObject({ outcome: "failed", wabaCount: 0, callCount: 1 });
  });

  it("F03 is not called again before its time by a webhook or a person", async () => {
    exhaust(30);
    await nextRound();
    const before = graph.requests.length;
    await openRepoll(ports, place);
    expect(await database.client.pollRun.count({ where: { trigger: "webhook" } })).toBe(0);
    await expect(pollNow(context(), place.connectionId)).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(graph.requests).toHaveLength(before);

    graph.faults.clear();
    await makeDue();
    expect(await pollDue(ports)).toBe(1);
    expect(await connection()).toMatchObject({ lastError: null });
    await expect(pollNow(context(), place.connectionId)).resolves.toMatchObject({ trigger: "manual" });
  });

  it("shows how much of the budget is used", async () => {
    graph.faults.add({ kind: "usage-header", usage: 63 });
    await nextRound();
    expect(await connectionDto()).toMatchObject({ budgetUsedPercent: 63 });
    graph.faults.clear();
    graph.faults.add({ kind: "usage-header", usage: "unparsable" });
    await nextRound();
    expect(await connectionDto()).toMatchObject({ budgetUsedPercent: 63 });
    expect(await lastRun()).toMatchObject({ outcome: "complete" });
  });
});

describe("passing faults", () => {
  it.each([
    ["F05 a reset", { kind: "reset" }],
    ["F05 code 2", { kind: "graph-error", code: 2, httpStatus: 500, isTransient: true }],
    ["F07 HTML with 502", { kind: "html-502" }],
    ["F07 an empty body", { kind: "empty-body" }],
    ["F07 cut JSON", { kind: "cut-json" }],
    ["F07 JSON of the wrong type", { kind: "wrong-type-json" }],
  ] as const)("%s changes nothing, three tries a call, and backs off", async (_, fault) => {
    const before = await database.client.phoneNumber.findMany({ orderBy: { id: "asc" } });
    graph.faults.add({ ...fault, path: "*/phone_numbers" });
    graph.requests.length = 0;
    await nextRound();
    expect(graph.requests.filter(({ path }) => path.endsWith("/phone_numbers"))).toHaveLength(6);
    expect(await database.client.phoneNumber.findMany({ orderBy: { id: "asc" } })).toEqual(before);
    expect(await lastRun()).toMatchObject({ outcome: "failed", error: { kind: "transient" } });
    expect(await connection()).toMatchObject({ state: "active", consecutiveFailures: 1 });
    expect(await minutesUntilDue()).toBeLessThan(0.1);
    graph.faults.clear();
    await nextRound();
    expect(await connection()).toMatchObject({ consecutiveFailures: 0, lastError: null });
  });
});

describe("fields that come and go", () => {
  it("F10 drops a removed field, asks again, and remembers it for this WABA and version", async () => {
    const [first, second] = wabas().map(({ id }) => id);
    graph.faults.add({ kind: "field-removed", field: "throughput", path: `/${first!}/phone_numbers` });
    graph.requests.length = 0;
    await nextRound();
    expect(await waba(first!)).toMatchObject({ droppedFields: ["v25.0:throughput"] });
    expect(await waba(second!)).toMatchObject({ droppedFields: [] });
    expect(await lastRun()).toMatchObject({ outcome: "complete", numberCount: 4 });
    const calls = () => graph.requests.filter(({ path }) => path === `/${first!}/phone_numbers`).length;
    expect(calls()).toBe(2);
    await nextRound();
    expect(calls()).toBe(3);
    expect(await waba(first!)).toMatchObject({ droppedFields: ["v25.0:throughput"] });
    const dtos = (await listPhoneNumbers(context(), { limit: 50, wabaId: first! })).data;
    expect(dtos.map(({ throughput, qualityRating }) => [throughput, qualityRating])).toEqual([
      [null, "GREEN"],
      [null, "GREEN"],
    ]);

    // Another version is asked for everything again.
    await database.client.connection.updateMany({ data: { apiVersion: "v24.0" } });
    graph.faults.clear();
    await nextRound();
    expect(await database.client.phoneNumber.count({ where: { throughput: "STANDARD" } })).toBe(4);
  });

  it("F10 notices within six hours that the field is back", async () => {
    const [first] = wabas().map(({ id }) => id);
    graph.faults.add({ kind: "field-removed", field: "throughput", path: `/${first!}/phone_numbers` });
    await nextRound();
    graph.faults.clear();
    for (let round = 0; round < 36; round++) await nextRound();
    expect(await waba(first!)).toMatchObject({ droppedFields: [] });
    const [dto] = (await listPhoneNumbers(context(), { limit: 1, wabaId: first! })).data;
    expect(dto).toMatchObject({ throughput: "STANDARD" });
  });

  it("F11 shows the portfolio's limit when the two fields disagree, and that they do", async () => {
    graph.faults.add({ kind: "field-value", field: "messaging_limit_tier", value: "TIER_1K" });
    await nextRound();
    const { data } = await listPhoneNumbers(context(), { limit: 1 });
    expect(data[0]).toMatchObject({
      messagingLimit: "TIER_10K",
      messagingLimitField: "portfolio",
      messagingLimitDisagrees: true,
    });
  });

  it("F11 takes the old field where the new one does not exist", async () => {
    await database.client.connection.updateMany({ data: { apiVersion: "v23.0" } });
    await nextRound();
    expect((await listPhoneNumbers(context(), { limit: 1 })).data[0]).toMatchObject({
      messagingLimit: "TIER_10K",
      messagingLimitField: "legacy",
      messagingLimitDisagrees: false,
    });
  });
});
