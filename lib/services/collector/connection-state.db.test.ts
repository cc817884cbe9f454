import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Database } from "../../adapters/db/open-database.ts";
import { roles } from "../../core/access/rights.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import {
  ago,
  collectorRows,
  day,
  isoAgo,
  minute,
  type CollectorRows,
} from "../../testing/builders/collector-rows.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { getCollector } from "./get-collector.ts";
import { listAsideDeliveries } from "./list-aside-deliveries.ts";

let database: Database;
let ports: TestPorts;
let rows: CollectorRows;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  rows = collectorRows(database, ports);
});

describe("nothing is connected", () => {
  it("says so, and shows nothing missing as a zero", async () => {
    const { connections, wabas, numbers, webhooks, gaps, differences, heartbeat } = await rows.collector();
    expect([connections, wabas, numbers.data, gaps.data, differences.data]).toEqual([[], [], [], [], []]);
    expect(webhooks.bodies).toMatchObject({ state: "none-seen", received: null, duplicates: null });
    expect(webhooks.fields.map(({ state, events, late }) => [state, events, late])).toEqual(
      webhooks.fields.map(() => ["none-seen", null, null]),
    );
    expect(webhooks.fields.map(({ field }) => field)).toContain("account_update");
    expect(heartbeat.state).toBe("off");
  });

  it("every role may read it, and knows whether an outside watch is told", async () => {
    ports = testPorts(database, { pingHeartbeat: () => Promise.resolve({ ok: true, detail: "" }) });
    for (const role of roles) {
      const ctx = testContext(database, { ports, role });
      expect((await getCollector(ctx, { limit: 50 })).heartbeat.state).toBe("on");
      expect((await listAsideDeliveries(ctx, { limit: 50 })).data).toEqual([]);
    }
  });
});

describe("a connection", () => {
  it("is amber after two missed polls and red after six, each with half an interval of grace", async () => {
    await rows.connection("a");
    const at = async (lastSuccessAt: Date | null) => {
      await database.client.connection.updateMany({ data: { lastSuccessAt } });
      return (await rows.collector()).connections[0]!.freshness;
    };
    expect(await at(null)).toBe("never");
    expect(await at(ago(24 * minute))).toBe("fresh");
    expect(await at(ago(25 * minute))).toBe("amber");
    expect(await at(ago(65 * minute))).toBe("red");
  });

  it("tells its last error with what to do, and what it left out", async () => {
    const lastError = {
      ...{ kind: "transient", message: "Meta could not be reached.", action: "Nothing to do yet." },
      ...{ code: null, traceId: "A1" },
    };
    const left = { skippedPolls: 3, unreadableUsageCount: 2, clockSkewSeconds: 600, consecutiveFailures: 4 };
    await rows.connection("a", {
      lastError,
      errorSince: ago(42 * minute),
      lastSuccessAt: ago(42 * minute),
      ...left,
    });
    expect((await rows.collector()).connections[0]).toMatchObject({
      lastError,
      errorSince: isoAgo(42 * minute),
      ...left,
    });
  });

  it("F04 shows the call budget with its level and age, and forgets a figure older than Meta's hour", async () => {
    await rows.connection("a");
    const budget = async (usage: object | null) => {
      await database.client.connection.updateMany({
        data: usage === null ? {} : { usage, lastSuccessAt: ago(2 * minute) },
      });
      return (await rows.collector()).connections[0]!.budget;
    };
    expect(await budget(null)).toMatchObject({ percent: null, level: "normal", readAt: null });
    const seen = (percent: number, more: object = {}) => ({
      percent,
      observedAt: isoAgo(minute),
      waitUntil: null,
      ...more,
    });
    // F04: slow from 60 %, essential from 80 %, stop from 95 %.
    expect(await budget(seen(59))).toMatchObject({ percent: 59, level: "normal", readAt: isoAgo(minute) });
    expect(await budget(seen(60))).toMatchObject({ level: "slow" });
    expect(await budget(seen(80))).toMatchObject({ level: "essential", waitingUntil: null });
    expect(await budget(seen(95))).toMatchObject({ level: "stop" });
    expect(await budget(seen(30, { waitUntil: isoAgo(-9 * minute) }))).toMatchObject({
      level: "stop",
      waitingUntil: isoAgo(-9 * minute),
    });
    expect(await budget(seen(90, { observedAt: isoAgo(61 * minute) }))).toMatchObject({
      percent: null,
      level: "normal",
      readAt: isoAgo(61 * minute),
    });
    // What an older version kept has no time of its own.
    expect(await budget({ percent: 70 })).toMatchObject({ percent: 70, readAt: isoAgo(2 * minute) });
    expect(await budget({ percent: "much" })).toMatchObject({ percent: null });
  });

  it("counts the days a token has left and names the permissions it lacks", async () => {
    const token = {
      ...{ valid: true, type: "SYSTEM_USER", expiresAt: isoAgo(-13.5 * day), checkedAt: isoAgo(day) },
      scopes: ["whatsapp_business_management"],
    };
    await rows.connection("a", { token });
    await rows.connection("b", { token: { ...token, expiresAt: null }, businessId: null });
    await rows.connection("c", { token: { valid: false, scopes: [] } });
    await rows.connection("d");
    const tokens = (await rows.collector()).connections.map((one) => one.token);
    expect(tokens[0]).toMatchObject({ endsInDays: 13, checkedAt: isoAgo(day), dataAccessExpiresAt: null });
    expect(tokens.map((one) => one?.missingPermissions.map(({ name }) => name))).toEqual([
      ["whatsapp_business_messaging", "business_management"],
      ["whatsapp_business_messaging"],
      [],
      undefined,
    ]);
    expect(tokens[1]).toMatchObject({ expiresAt: null, endsInDays: null });
    expect(tokens[3]).toBeNull();
  });

  it("sums up what else is read: done, failing with its newest error, off, not tried yet", async () => {
    await rows.connection("a");
    const read = (subjectId: string, data: object) =>
      database.client.scheduledRead.create({
        data: {
          ...{
            organizationId: "default",
            subjectKind: "waba",
            subjectId,
            kind: "templates",
            connectionId: "a",
          },
          ...{ nextDueAt: ago(-minute), ...data },
        },
      });
    const error = (message: string) => ({
      kind: "transient",
      message,
      action: "Wait.",
      code: 2,
      traceId: null,
    });
    await read("1", { lastAttemptAt: ago(minute), lastSuccessAt: ago(minute), callCount: 4 });
    await read("2", {
      lastAttemptAt: ago(9 * minute),
      lastSuccessAt: ago(day),
      consecutiveFailures: 2,
      error: error("old"),
    });
    await read("3", {
      lastAttemptAt: ago(2 * minute),
      consecutiveFailures: 1,
      error: error("new"),
      callCount: 3,
    });
    await read("4", { state: "off", lastAttemptAt: ago(0), consecutiveFailures: 5, error: error("off") });
    await read("5", { droppedFields: ["v25.0:quality_score"] });
    expect((await rows.collector()).connections[0]!.reads).toEqual([
      {
        kind: "templates",
        ...{ subjects: 5, done: 1, failing: 2, off: 1, waiting: 1, callCount: 7, error: error("new") },
        ...{ lastSuccessAt: isoAgo(minute), oldestSuccessAt: isoAgo(day), lastAttemptAt: isoAgo(0) },
        nextDueAt: isoAgo(-minute),
        droppedFields: [{ field: "v25.0:quality_score", subjects: 1 }],
      },
    ]);
  });

  it("shows its last 20 rounds, newest first", async () => {
    await rows.connection("a");
    await rows.connection("b");
    await database.client.pollRun.createMany({
      data: Array.from({ length: 25 }, (_, index) => ({
        ...{ organizationId: "default", id: `run-${index}`, connectionId: "a", trigger: "schedule" },
        ...{
          occurredAt: ago(index * minute),
          recordedAt: ago(index * minute),
          outcome: "complete",
          callCount: index,
        },
      })),
    });
    const [a, b] = (await rows.collector()).connections;
    expect(a!.lastPolls.map(({ callCount }) => callCount)).toEqual(
      Array.from({ length: 20 }, (_, index) => index),
    );
    expect(b!.lastPolls).toEqual([]);
  });

  it("shows how far a running round has come", async () => {
    await rows.connection("a");
    for (const id of ["1", "2", "3"]) await rows.waba(id, "a");
    const place = { organizationId: "default", pollRunId: "run" };
    await database.client.pollRun.create({
      data: {
        ...{ organizationId: "default", id: "run", connectionId: "a", trigger: "manual", openFor: "a" },
        ...{ occurredAt: ago(minute), recordedAt: ago(minute), startedAt: ago(minute) },
      },
    });
    const read = { occurredAt: ago(0), recordedAt: ago(0), outcome: "complete", callCount: 1 };
    await database.client.wabaPoll.createMany({
      data: [
        { ...place, ...read, wabaId: "1", numberCount: 20 },
        { ...place, ...read, wabaId: "2", numberCount: 5 },
        { ...place, ...read, wabaId: "3", numberCount: 7, pollRunId: "another" },
      ],
    });
    const [poll] = (await rows.collector()).connections[0]!.lastPolls;
    expect(poll).toMatchObject({ outcome: null, wabaCount: 2, numberCount: 25, callCount: 2 });
  });

  it("F11 names the numbers whose two limit fields mean different limits", async () => {
    await rows.connection("a");
    await rows.waba("1", "a");
    const place = { connectionId: "a", wabaId: "1" };
    await rows.number("same", place, { portfolioLimit: "TIER_2K", legacyLimit: "2000" });
    await rows.number("other", place, { portfolioLimit: "TIER_10K", legacyLimit: "TIER_1K" });
    await rows.number("alone", place, { portfolioLimit: "TIER_10K", legacyLimit: null });
    expect((await rows.collector()).differences.limitFields).toEqual([
      {
        ...{ phoneNumberId: "other", displayPhoneNumber: null },
        ...{ portfolioLimit: "TIER_10K", legacyLimit: "TIER_1K", shown: "TIER_10K" },
      },
    ]);
  });

  it("a removed one is gone with its accounts and numbers", async () => {
    await rows.connection("a", { state: "removed" });
    await rows.waba("1", "a", { lastPolledAt: ago(9 * day) });
    await rows.number("11", { connectionId: "a", wabaId: "1" });
    const { connections, wabas, numbers, gaps } = await rows.collector();
    expect([connections, wabas, numbers.data, gaps.data]).toEqual([[], [], [], []]);
  });
});
