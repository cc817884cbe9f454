import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { appendTransitions } from "../../adapters/db/transitions.ts";
import type { Notification } from "../../core/alerting/notification.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { watchSilence } from "./watch-silence.ts";

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let place: { organizationId: string; connectionId: string };
let wabaId = "";
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  await givenChannel(ports, "on-call", { minSeverity: "INFO" });
  graph = await givenGraph(ports);
  place = await givenConnection(ports, graph);
  await pollOnce(ports, place);
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  await look();
});

async function look() {
  await watchSilence(ports);
  await processTransitions(ports);
}
/** Moves everything that the watch dates into the past: the database's clock cannot be moved. */
async function pass(minutes: number) {
  for (const [table, columns] of [
    ["poll_run", ["occurred_at", "recorded_at", "finished_at"]],
    ["connection", ["next_poll_at"]],
    ["transition", ["occurred_at", "recorded_at"]],
    ["rate_window", ["window_ends_at"]],
  ] as const) {
    const moved = columns.map((column) => `${column} = ${column} - interval '${minutes} minutes'`);
    await database.executeSql(`update ${table} set ${moved.join(", ")}`);
  }
}
/** The watch itself goes on meanwhile: it is the collector that is silent. */
const passAwake = async (minutes: number) => {
  await pass(minutes);
  await database.executeSql("update rate_window set window_ends_at = now() where subject = 'duty:watch'");
};
const incidents = async () =>
  (await database.client.incident.findMany({ orderBy: { id: "asc" } })).map(
    ({ kind, severity, state }) => `${kind} ${severity} ${state}`,
  );
const told = async () =>
  (await database.client.delivery.findMany({ orderBy: { id: "asc" } })).map(
    ({ message }) => (message as unknown as Notification).title,
  );
const lines = async () =>
  (await database.client.delivery.findMany({ orderBy: { id: "asc" } })).flatMap(
    ({ message }) => (message as unknown as Notification).lines,
  );
const waba = (data: object, id = wabaId) => database.client.waba.updateMany({ where: { id }, data });
const minute = 60_000;

it("says nothing while all is well", async () => {
  await look();
  expect(await incidents()).toEqual([]);
  expect(await told()).toEqual([]);
});

describe("a collector", () => {
  const failRounds = async () => {
    await database.client.$executeRaw`
      insert into poll_run (organization_id, id, connection_id, trigger, occurred_at, recorded_at, finished_at, outcome)
      select 'default', 'failed-' || n, 'connection-1', 'schedule', at, at, at, 'failed'
      from (select n, now() - n * interval '10 minutes' as at from generate_series(0, 5) n) rounds`;
    await database.client.connection.updateMany({
      data: {
        nextPollAt: new Date(),
        lastError: { kind: "transient", message: "Meta could not be reached." },
      },
    });
  };

  it("that reads nothing for six polls is told of once, and its end with the stretch", async () => {
    await passAwake(59);
    await failRounds();
    await look();
    expect(await incidents()).toEqual([]);
    await passAwake(1);
    await look();
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 open"]);
    expect((await told())[0]).toMatch(/^\[SEV2\] Shops: nothing read since \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
    expect((await lines())[0]).toContain("The last trouble: Meta could not be reached.");
    await pollOnce(ports, place);
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 resolved"]);
    expect((await lines())[1]).toMatch(/^Shops: read again after 1 h\. Blind from .* to .* UTC\.$/);
  });

  it("whose rounds are not even begun is silent too", async () => {
    await passAwake(80);
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 open"]);
  });

  it("that is paused is not silent, nor right after it goes on", async () => {
    await database.client.connection.updateMany({ data: { state: "paused" } });
    await passAwake(600);
    await look();
    await database.client.connection.updateMany({ data: { state: "active", nextPollAt: new Date() } });
    await look();
    expect(await incidents()).toEqual([]);
  });

  it.each(["paused", "token-dead", "removed"])("that is %s ends its incident", async (state) => {
    await passAwake(80);
    await look();
    await database.client.connection.updateMany({ data: { state } });
    await look();
    expect((await incidents())[0]).toBe("collector-silent SEV2 resolved");
  });

  it("F62 after a time in which no process ran, tells from when to when nobody looked", async () => {
    await pass(30);
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 open"]);
    expect((await told())[0]).toMatch(/^\[SEV2\] Shops: blind from .* UTC to .* UTC$/);
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 open"]);
    await pollOnce(ports, place);
    await look();
    expect(await incidents()).toEqual(["collector-silent SEV2 resolved"]);
    expect((await lines())[1]).toMatch(/^Shops: read again after 30 min\. Blind from/);
  });

  it("F62 a restart that missed no poll is not told of", async () => {
    await pass(20);
    await look();
    expect(await incidents()).toEqual([]);
  });

  it("F45 several watchers tell once", async () => {
    await passAwake(80);
    await Promise.all(Array.from({ length: 4 }, () => watchSilence(ports)));
    expect(await database.client.transition.count({ where: { field: "collector" } })).toBe(1);
  });
});

describe("a webhook subscription", () => {
  it("that was there and is gone is told of, and its return", async () => {
    await waba({ subscribed: false, lastWebhookAt: ports.clock.now() });
    await look();
    expect(await incidents()).toEqual(["subscription-lost SEV2 open"]);
    await waba({ subscribed: null });
    await look();
    expect(await incidents()).toEqual(["subscription-lost SEV2 open"]);
    await waba({ subscribed: true });
    await look();
    expect(await incidents()).toEqual(["subscription-lost SEV2 resolved"]);
  });

  it("F58 that many accounts lose at once is one incident that names them", async () => {
    const [one] = await database.client.waba.findMany({ take: 1 });
    const { connectionId, firstSeenAt, organizationId } = one!;
    const lost = { connectionId, firstSeenAt, organizationId, state: "visible", subscribed: false };
    await database.client.waba.createMany({
      data: Array.from({ length: 50 }, (_, index) => ({
        ...lost,
        ...{ id: `many-${index}`, name: `Shop ${index}`, lastWebhookAt: ports.clock.now() },
      })),
    });
    await look();
    expect(await incidents()).toEqual(["subscription-lost SEV2 open"]);
    expect(await told()).toEqual(["[SEV2] Shops: 50 accounts are no longer subscribed to webhooks"]);
    await database.client.waba.updateMany({ where: { id: { in: ["many-1"] } }, data: { subscribed: true } });
    await look();
    await database.client.waba.updateMany({ data: { subscribed: true } });
    await look();
    expect(await incidents()).toEqual(["subscription-lost SEV2 resolved"]);
  });

  it("that never was is not lost", async () => {
    await waba({ subscribed: false });
    await look();
    expect(await incidents()).toEqual([]);
  });

  it("F59 that comes and goes with every look is told of at most twice an hour", async () => {
    for (let turn = 0; turn < 12; turn++) {
      await waba({ subscribed: turn % 2 === 1, lastWebhookAt: ports.clock.now() });
      await look();
      await passAwake(5);
    }
    const about = async () => (await told()).filter((title) => title.includes("subscribed to webhooks"));
    expect(await about()).toHaveLength(2);
    await passAwake(60);
    await waba({ subscribed: false });
    await look();
    expect(await about()).toHaveLength(3);
  });
});

describe("numbers", () => {
  const numbers = () => database.client.phoneNumber.findMany({ where: { wabaId }, orderBy: { id: "asc" } });
  const vanish = (count: number) => {
    const inWorld = graph.world.portfolios[0]!.wabas[0]!.phoneNumbers;
    const gone = inWorld.splice(0, count);
    return () => inWorld.unshift(...gone);
  };
  const round = async () => {
    ports.clock.advance(10 * minute);
    await pollOnce(ports, place);
    await look();
  };

  it("that two complete lists lack are told of in one incident a WABA, by name; and their return", async () => {
    const bring = vanish(2);
    await round();
    expect(await incidents()).toEqual([]);
    await round();
    expect(await incidents()).toEqual(["number-vanished SEV2 open"]);
    const [one, other] = await numbers();
    expect((await told())[0]).toBe("[SEV2] Uniform Shop 1: 2 numbers are no longer listed");
    expect((await lines())[0]).toContain(one!.displayPhoneNumber);
    expect((await lines())[0]).toContain(other!.displayPhoneNumber);
    const [incident] = await database.client.incident.findMany();
    expect(incident!.subject).toMatchObject({ wabaId, phoneNumberIds: `${one!.id},${other!.id}` });
    await round();
    expect(await told()).toHaveLength(1);
    bring();
    await round();
    expect(await incidents()).toEqual(["number-vanished SEV2 resolved"]);
  });

  it("one more of them speaks again, an hour later at the earliest; one back is noted in silence", async () => {
    vanish(1);
    await round();
    await round();
    const bring = vanish(1);
    await round();
    await round();
    expect(await told()).toHaveLength(1);
    await passAwake(61);
    await database.client.connection.updateMany({ data: { nextPollAt: new Date(Date.now() + 600_000) } });
    await round();
    expect((await told()).at(-1)).toBe("[SEV2] Uniform Shop 1: 2 numbers are no longer listed");
    bring();
    await round();
    expect(await told()).toHaveLength(2);
    const [incident] = await database.client.incident.findMany();
    expect(incident!.title).toMatch(/\(\+999 001 00000\d\) is no longer listed$/);
  });

  it("of a WABA that is lost are not missed one by one", async () => {
    vanish(2);
    await round();
    await waba({ state: "lost" });
    await look();
    await look();
    expect(await incidents()).toEqual([]);
  });
});

describe("a field that Meta refuses", () => {
  it("is told of once for the connection, however many accounts it is refused for, until it is back", async () => {
    await database.client.waba.updateMany({ data: { droppedFields: ["v25.0:throughput", "v24.0:old"] } });
    await look();
    expect(await told()).toEqual(["[SEV3] Shops: Meta refuses the field throughput"]);
    await waba({ droppedFields: [] });
    await look();
    expect(await incidents()).toEqual(["field-vanished SEV3 open"]);
    await database.client.waba.updateMany({ data: { droppedFields: [] } });
    await look();
    expect(await incidents()).toEqual(["field-vanished SEV3 resolved"]);
  });

  it("from the start has not vanished", async () => {
    await database.client.transition.deleteMany();
    await database.client.waba.updateMany({ data: { droppedFields: ["v25.0:throughput"] } });
    await look();
    await look();
    expect(await incidents()).toEqual([]);
    await database.client.waba.updateMany({ data: { droppedFields: ["v25.0:status", "v25.0:throughput"] } });
    await look();
    expect(await told()).toEqual(["[SEV3] Shops: Meta refuses the field status"]);
  });
});

it("a removed connection ends what its accounts were told of", async () => {
  await waba({ subscribed: false, lastWebhookAt: ports.clock.now() });
  await look();
  await database.client.connection.updateMany({ data: { state: "removed" } });
  await look();
  expect(await incidents()).toEqual(["subscription-lost SEV2 resolved"]);
  expect((await lines()).at(-1)).toBe("Shops: it is not watched any more, so this ends here.");
});

describe("the end of a token", () => {
  const step = async (direction: "fell" | "recovered", from: string | null, to: string | null) => {
    const at = ports.clock.now();
    ports.clock.advance(minute);
    await appendTransitions(database.client, "default", at, [
      {
        id: `token-${at.getTime()}`,
        subjectKind: "connection",
        subjectId: "connection-1",
        field: "token_expiry",
        ...{ from, to, direction },
        occurredAt: at,
      },
    ]);
    await processTransitions(ports);
  };

  it("is told of 14, 7 and 1 days before, in one incident that grows more urgent, with its time", async () => {
    await database.client.connection.updateMany({
      data: { token: { valid: true, expiresAt: "2026-06-15T08:30:00.000Z", dataAccessExpiresAt: null } },
    });
    await step("fell", null, "14");
    await step("fell", "14", "7");
    await step("fell", "7", "1");
    expect(await incidents()).toEqual(["token-expiring SEV2 open"]);
    await step("recovered", "1", null);
    expect(await told()).toEqual([
      "[INFO] Shops: the access token ends within 14 days",
      "[SEV3] Shops: the access token ends within 7 days",
      "[SEV2] Shops: the access token ends within 1 day",
      "[RESOLVED] Shops: the access token ends within 1 day",
    ]);
    expect((await lines())[0]).toContain("ends 2026-06-15 08:30 UTC");
  });
});

it("a field that a reading of one account misses is told of by the watch, not account by account", async () => {
  const at = ports.clock.now();
  const step = {
    subjectKind: "waba",
    field: "graph_field",
    from: null,
    to: "status",
    direction: "fell",
  } as const;
  await appendTransitions(database.client, "default", at, [
    { ...step, id: "one", subjectId: wabaId, occurredAt: at },
    { ...step, id: "other", subjectId: "waba-2", occurredAt: at },
  ]);
  expect(await processTransitions(ports)).toBe(2);
  expect(await incidents()).toEqual([]);
});
