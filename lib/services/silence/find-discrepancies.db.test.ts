import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import type { Notification } from "../../core/alerting/notification.ts";
import type { GraphDouble } from "../../sandbox/graph-double.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenConnection, pollOnce } from "../../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../../testing/builders/graph-ports.ts";
import { readNow } from "../../testing/builders/due-reads.ts";
import { webhookDesk } from "../../testing/builders/webhook-desk.ts";
import { accountUpdate } from "../../sandbox/management-changes.ts";
import type { TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { watchSilence } from "./watch-silence.ts";

let database: Database;
let ports: TestPorts;
let graph: GraphDouble;
let wabaId = "";
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = graphPorts(database);
  await givenChannel(ports, "on-call", { minSeverity: "INFO" });
  graph = await givenGraph(ports);
  await pollOnce(ports, await givenConnection(ports, graph));
  wabaId = graph.world.portfolios[0]!.wabas[0]!.id;
  await look();
});

async function look() {
  await watchSilence(ports);
  await processTransitions(ports);
}
const incidents = async () =>
  (await database.client.incident.findMany({ orderBy: { id: "asc" } })).map(
    ({ kind, severity, state }) => `${kind} ${severity} ${state}`,
  );
const told = async () =>
  (await database.client.delivery.findMany({ orderBy: { id: "asc" } })).map(
    ({ message }) => (message as unknown as Notification).title,
  );
const waba = (data: object) => database.client.waba.updateMany({ where: { id: wabaId }, data });
const minute = 60_000;

describe("F25 webhooks that stay away while polls see changes", () => {
  const templateId = "721045998320117";
  /** The list of templates, read each hour: it found a change. */
  async function found(status: string, at: Date, from = "APPROVED") {
    await database.client.assetChange.create({
      data: {
        organizationId: "default",
        subjectKind: "template",
        subjectId: templateId,
        id: `poll-${at.getTime()}`,
        field: "status",
        fromValue: from,
        toValue: status,
        notBefore: new Date(at.getTime() - 60 * minute),
        occurredAt: at,
        recordedAt: at,
        source: "poll",
      },
    });
  }
  const announced = (status: string, at: Date) =>
    database.client.assetChange.create({
      data: {
        ...{ organizationId: "default", subjectKind: "template", subjectId: templateId, field: "status" },
        ...{ id: `webhook-${at.getTime()}`, fromValue: null, toValue: status, source: "webhook" },
        ...{ notBefore: null, occurredAt: at, recordedAt: at },
      },
    });
  const differences = async () =>
    (await database.client.discrepancy.findMany({ orderBy: { occurredAt: "asc" } })).map(
      ({ kind, field, pollValue, webhookValue }) => `${kind} ${field} ${pollValue} ${webhookValue ?? "-"}`,
    );
  const count = async () =>
    (await database.client.waba.findFirstOrThrow({ where: { id: wabaId } })).unannouncedChanges;
  const hour = () => {
    ports.clock.advance(60 * minute);
    return ports.clock.now();
  };
  beforeEach(async () => {
    await waba({ subscribed: true });
    await database.client.messageTemplate.create({
      data: {
        ...{ organizationId: "default", id: templateId, wabaId, name: "autumn_offer", language: "de" },
        ...{ firstSeenAt: ports.clock.now(), observedAt: ports.clock.now() },
      },
    });
  });

  it("are told of after two changes that one more poll each did not hear announced, until they come again", async () => {
    await found("PAUSED", hour());
    await look();
    expect(await differences()).toEqual([]);
    await found("APPROVED", hour(), "PAUSED");
    await look();
    expect(await differences()).toEqual(["unannounced status PAUSED -"]);
    expect([await count(), await incidents()]).toEqual([1, []]);
    hour();
    await look();
    await look();
    expect(await count()).toBe(2);
    expect(await incidents()).toEqual(["webhooks-silent SEV3 open"]);
    expect((await told())[0]).toBe("[SEV3] Shops: webhooks do not come in for Uniform Shop 1");
    await waba({ unannouncedChanges: 0, lastWebhookAt: ports.clock.now() });
    await look();
    expect(await incidents()).toEqual(["webhooks-silent SEV3 resolved"]);
  });

  it("are noticed from what Meta's side really shows: nothing is sent, and the list of templates changes", async () => {
    const template = graph.world.findWaba(wabaId)!.templates[0]!;
    const read = async (status: string) => {
      graph.world.changeTemplate(template.id, { status });
      hour();
      await readNow(ports, ["templates"], wabaId);
      await look();
    };
    await read("APPROVED");
    await read("PAUSED");
    await read("APPROVED");
    expect(await count()).toBe(1);
    expect(await incidents()).toEqual([]);
    await read("APPROVED");
    expect(await differences()).toEqual(["unannounced status PAUSED -", "unannounced status APPROVED -"]);
    expect(await incidents()).toEqual(["webhooks-silent SEV3 open"]);
    // Webhooks come again: the next announcement ends it.
    const desk = webhookDesk(ports, graph);
    await desk.work(accountUpdate("PARTNER_ADDED"));
    await look();
    expect(await incidents()).toEqual(["webhooks-silent SEV3 resolved"]);
  });

  it("a change that a webhook told, before or after the poll, is no difference", async () => {
    const first = hour();
    await announced("PAUSED", new Date(first.getTime() - 5 * minute));
    await found("PAUSED", first);
    const second = hour();
    await found("APPROVED", second, "PAUSED");
    await announced("APPROVED", new Date(second.getTime() + minute));
    hour();
    await look();
    expect(await differences()).toEqual([]);
  });

  it("a value that the next poll contradicts is kept as such, and is no silence", async () => {
    const at = hour();
    await announced("DISABLED", new Date(at.getTime() - 20 * minute));
    await found("PAUSED", at, "DISABLED");
    hour();
    await look();
    expect(await differences()).toEqual(["contradicted status PAUSED DISABLED"]);
    expect(await count()).toBe(0);
  });

  it("a change before the newest announcement is kept and counts no more", async () => {
    const at = hour();
    await found("PAUSED", at);
    await database.client.webhookEvent.create({
      data: {
        ...{ organizationId: "default", id: "event-1", deliveryId: "d", wabaId, field: "account_update" },
        ...{ event: null, value: {}, occurredAt: new Date(at.getTime() + minute), recordedAt: at },
      },
    });
    hour();
    await look();
    expect(await differences()).toHaveLength(1);
    expect(await count()).toBe(0);
  });

  it("nothing is expected where nobody set webhooks up", async () => {
    await waba({ subscribed: false });
    await found("PAUSED", hour());
    hour();
    await look();
    expect(await differences()).toEqual([]);
  });

  it("a portfolio's limit stands with one of its WABAs, a name with its number", async () => {
    const at = hour();
    await database.client.waba.updateMany({ data: { subscribed: true, portfolioId: "p1" } });
    const change = {
      organizationId: "default",
      notBefore: new Date(at.getTime() - 10 * minute),
      source: "poll",
    };
    await database.client.assetChange.create({
      data: {
        ...change,
        ...{ subjectKind: "portfolio", subjectId: "p1", id: "limit", field: "messaging_limit" },
        ...{ fromValue: "TIER_10K", toValue: "TIER_2K", occurredAt: at, recordedAt: at },
      },
    });
    const number = await database.client.phoneNumber.findFirstOrThrow({ where: { wabaId } });
    for (const [id, toValue] of [
      ["name-1", "DECLINED"],
      ["name-2", "PENDING_REVIEW"],
    ] as const) {
      await database.client.phoneNumberChange.create({
        data: {
          ...change,
          ...{ phoneNumberId: number.id, id, field: "name_status", fromValue: "APPROVED", toValue },
          ...{ occurredAt: at, recordedAt: at },
        },
      });
    }
    hour();
    await look();
    expect((await differences()).sort()).toEqual([
      "unannounced messaging_limit TIER_2K -",
      "unannounced name_status DECLINED -",
    ]);
    const counts = await database.client.waba.findMany({ select: { unannouncedChanges: true } });
    expect(counts.reduce((sum, { unannouncedChanges }) => sum + unannouncedChanges, 0)).toBe(2);
  });
});
