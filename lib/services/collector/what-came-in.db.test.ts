import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { Database } from "../../adapters/db/open-database.ts";
import { asideDeliveryListShape } from "../../contracts/collector.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import {
  ago,
  collectorRows,
  day,
  isoAgo,
  minute,
  type CollectorRows,
} from "../../testing/builders/collector-rows.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { encodeCursor } from "../page-cursor.ts";
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

describe("accounts and numbers", () => {
  it("lists those in trouble first; what is not known stays null", async () => {
    await rows.connection("a");
    await rows.waba("1", "a", {
      name: "Fine",
      lastPolledAt: ago(minute),
      subscribed: true,
      lastWebhookAt: ago(day),
    });
    await rows.waba("2", "a", {
      name: "Silent",
      lastPolledAt: ago(minute),
      subscribed: false,
      unannouncedChanges: 3,
    });
    const reason = { kind: "asset-lost", message: "Gone.", action: "Assign it.", code: 100, traceId: null };
    await rows.waba("3", "a", {
      state: "lost",
      lostSince: ago(day),
      lostReason: reason,
      lastPolledAt: ago(day),
    });
    const restriction = { type: "RESTRICTED_BIZ_INITIATED_MESSAGING", announcedAt: isoAgo(day) };
    await rows.waba("4", "a", {
      lastPolledAt: ago(minute),
      restrictions: [
        { ...restriction, until: isoAgo(-day) },
        { ...restriction, until: isoAgo(minute) },
      ],
      droppedFields: ["v25.0:health_status"],
    });
    await rows.webhookDay("1", "account_update", { eventCount: 4 });
    await rows.webhookDay("1", "messages", { eventCount: 6 });
    const { wabas, connections } = await rows.collector();
    expect(wabas.map(({ id }) => id)).toEqual(["3", "4", "2", "1"]);
    const [lost, restricted, silent, fine] = wabas;
    expect(lost).toMatchObject({ state: "lost", error: reason, subscribed: null, webhookEvents: null });
    // What Meta ended by a date that has passed is over.
    expect(restricted!.restrictions).toEqual([{ ...restriction, until: isoAgo(-day) }]);
    expect(restricted!.droppedFields).toEqual(["v25.0:health_status"]);
    expect(silent).toMatchObject({ subscribed: false, lastWebhookAt: null, unannouncedChanges: 3 });
    expect(fine).toMatchObject({ webhookEvents: 10, lastWebhookAt: isoAgo(day), freshness: "fresh" });
    expect(connections[0]!.wabaCounts).toEqual({
      ...{ total: 4, lost: 1, subscribed: 1, notSubscribed: 1, subscriptionUnknown: 1, restricted: 1 },
    });
  });

  it("pages numbers, longest unread first, each with its last change", async () => {
    await rows.connection("a");
    await rows.connection("b", { pollIntervalSeconds: 86_400 });
    await rows.waba("1", "a", { name: "Shop" });
    const place = { connectionId: "a", wabaId: "1" };
    for (const [id, age] of [
      ["11", 0],
      ["12", 30 * minute],
      ["13", 0],
      ["14", 70 * minute],
    ] as const) {
      await rows.number(id, place, {
        observedAt: ago(age),
        ...(id === "14" && { missingSince: ago(60 * minute) }),
      });
    }
    await rows.number("21", { connectionId: "b", wabaId: "2" }, { observedAt: ago(30 * minute) });
    await database.client.phoneNumberChange.createMany({
      data: [3, 2].map((days) => ({
        ...{
          organizationId: "default",
          phoneNumberId: "12",
          id: `c${days}`,
          field: "status",
          source: "poll",
        },
        ...{ occurredAt: ago(days * day), recordedAt: ago(days * day) },
      })),
    });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { numbers } = await rows.collector({ limit: 2, ...(cursor && { cursor }) });
      seen.push(...numbers.data.map(({ id, freshness }) => `${id} ${freshness}`));
      cursor = numbers.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(["14 red", "12 amber", "21 fresh", "11 fresh", "13 fresh"]);
    const { numbers, connections } = await rows.collector({ connectionId: "a" });
    expect(numbers.data).toHaveLength(4);
    expect(numbers.data[0]).toMatchObject({
      missingSince: isoAgo(60 * minute),
      wabaName: "Shop",
      lastChangeAt: null,
    });
    expect(numbers.data[1]).toMatchObject({ id: "12", lastChangeAt: isoAgo(2 * day) });
    expect(connections[0]!.numberCounts).toEqual({ total: 4, fresh: 2, amber: 1, red: 0, missing: 1 });
    expect((await rows.collector({ wabaId: "2" })).numbers.data).toMatchObject([
      { id: "21", wabaName: null },
    ]);
    for (const bad of ["?", encodeCursor(["yesterday", "1"])]) {
      await expect(rows.collector({ cursor: bad })).rejects.toMatchObject({ code: "VALIDATION" });
    }
  });
});

describe("webhooks", () => {
  it("counts seven days by field, late ones and doubles apart; a field without any is its own state", async () => {
    await rows.connection("a");
    await rows.waba("1", "a");
    await rows.waba("2", "a");
    await rows.webhookDay("1", "messages", {
      eventCount: 100,
      duplicateCount: 3,
      lateCount: 2,
      longestLateSeconds: 900,
    });
    await rows.webhookDay("2", "messages", { eventCount: 50, lateCount: 1, longestLateSeconds: 7200 });
    await rows.webhookDay("2", "messages", { day: ago(6 * day), eventCount: 5 });
    await rows.webhookDay("2", "messages", { day: ago(7 * day), eventCount: 1_000 });
    await rows.webhookDay("2", "brand_new_field", { eventCount: 1 });
    await rows.webhookDay("unknown", "broken", { eventCount: 0, brokenCount: 2 });
    const { webhooks } = await rows.collector();
    expect([webhooks.fromDay, webhooks.toDay]).toEqual(["2026-05-26", "2026-06-01"]);
    const seen = webhooks.fields.filter(({ state }) => state === "seen");
    expect(seen).toMatchObject([
      { field: "brand_new_field", events: 1, late: 0 },
      { field: "messages", events: 155, duplicates: 3, late: 3, longestLateSeconds: 7200, broken: 0 },
      { field: "not readable", events: 0, broken: 2 },
    ]);
    expect(webhooks.fields.filter(({ state }) => state === "none-seen").map(({ field }) => field)).toContain(
      "account_update",
    );
  });

  it("F16 counts a body that came again as a duplicate; F21 orphans and what could not be read are kept apart", async () => {
    await rows.body("1", { receivedCount: 5 });
    await rows.body("2", { state: "orphan" });
    await rows.body("3", { state: "quarantined" });
    await rows.body("4", { state: "stored" });
    await rows.body("5", { occurredAt: ago(8 * day) });
    const { webhooks } = await rows.collector();
    expect(webhooks.bodies).toEqual({
      ...{
        state: "seen",
        countedFrom: isoAgo(7 * day),
        isPartial: false,
        received: 8,
        duplicates: 4,
        waiting: 1,
      },
      lastReceivedAt: isoAgo(minute),
    });
    expect([webhooks.quarantined, webhooks.orphaned]).toEqual([
      { count: 1, isMore: false },
      { count: 1, isMore: false },
    ]);
  });

  it("F19 lists what was set aside with its reason and size, and never the body", async () => {
    await rows.body("1", {
      state: "quarantined",
      error: { reason: "the body is not JSON" },
      receivedCount: 2,
    });
    const broken = [
      { index: 3, reason: "the value is not an object" },
      { index: 4, reason: "the value is not an object" },
    ];
    await rows.body("2", { state: "quarantined", error: { broken }, occurredAt: ago(2 * minute) });
    await rows.body("3", { state: "orphan", occurredAt: ago(3 * minute) });
    await rows.body("4", { occurredAt: ago(4 * minute) });
    for (const [id, field] of [
      ["e1", "account_update"],
      ["e2", "account_alerts"],
    ] as const) {
      await database.client.webhookEvent.create({
        data: {
          ...{
            organizationId: "default",
            id,
            deliveryId: "3",
            wabaId: "99",
            field,
            value: { secret: "inside" },
          },
          ...{ occurredAt: ago(0), recordedAt: ago(0) },
        },
      });
    }
    const list = asideDeliveryListShape.parse(await listAsideDeliveries(rows.context(), { limit: 50 }));
    expect(list.data).toMatchObject([
      {
        id: "1",
        reason: "the body is not JSON",
        brokenChanges: null,
        receivedCount: 2,
        byteCount: 900,
        fields: [],
      },
      { id: "2", reason: "the value is not an object", brokenChanges: 2 },
      { id: "3", state: "orphan", fields: ["account_alerts", "account_update"], wabaIds: ["99"] },
    ]);
    expect(JSON.stringify(list)).not.toMatch(/sealed|inside|cipher/i);
    const orphans = await listAsideDeliveries(rows.context(), { limit: 50, state: "orphan" });
    expect(orphans.data.map(({ id }) => id)).toEqual(["3"]);
    const first = await listAsideDeliveries(rows.context(), { limit: 2 });
    const second = await listAsideDeliveries(rows.context(), { limit: 2, cursor: first.nextCursor! });
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(["1", "2", "3"]);
    expect(second.nextCursor).toBeNull();
    await expect(listAsideDeliveries(rows.context(), { limit: 2, cursor: "?" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });
});
