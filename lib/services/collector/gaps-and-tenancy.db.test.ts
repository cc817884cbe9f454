import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { collectorShape } from "../../contracts/collector.ts";
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

describe("differences, unknown words, gaps", () => {
  const difference = (id: string, data: object, organizationId = "default") =>
    database.client.discrepancy.create({
      data: {
        ...{
          organizationId,
          id,
          connectionId: "a",
          wabaId: "1",
          subjectKind: "phone-number",
          subjectId: "11",
        },
        ...{ field: "status", kind: "unannounced", occurredAt: ago(minute), recordedAt: ago(0), ...data },
      },
    });
  const word = (value: string, data: object = {}, organizationId = "default") =>
    database.client.unknownWord.create({
      data: {
        ...{ organizationId, place: "phone_number.status", value, seenCount: 1, sample: { status: value } },
        ...{ firstSeenAt: ago(day), lastSeenAt: ago(0), ...data },
      },
    });

  it("F25 shows what a poll saw and no webhook told of, of the last seven days", async () => {
    await difference("1", { pollValue: "RESTRICTED", occurredAt: ago(day) });
    await difference("2", { kind: "contradicted", pollValue: "GREEN", webhookValue: "RED" });
    await difference("3", { occurredAt: ago(8 * day) });
    const { differences } = await rows.collector();
    expect(differences).toMatchObject({ from: isoAgo(7 * day), unannounced: 1, contradicted: 1 });
    expect(differences.data).toMatchObject([
      { id: "2", kind: "contradicted", pollValue: "GREEN", webhookValue: "RED" },
      { id: "1", kind: "unannounced", pollValue: "RESTRICTED", webhookValue: null },
    ]);
  });

  it("F09 shows words of Meta's that are not known, last seen first, with a sample", async () => {
    await word("FLAGGED_ANEW", { lastSeenAt: ago(day) });
    await word("PURPLE", { seenCount: 7, subjectId: "11" });
    const { unknownWords } = await rows.collector();
    expect(unknownWords.total).toBe(2);
    expect(unknownWords.data).toMatchObject([
      { value: "PURPLE", count: 7, subjectId: "11", sample: { status: "PURPLE" }, firstSeenAt: isoAgo(day) },
      { value: "FLAGGED_ANEW" },
    ]);
  });

  it("takes gaps of one connection that overlap together, and shows one that still lasts without an end", async () => {
    await rows.connection("a");
    await rows.connection("b");
    await rows.waba("1", "a", { lastPolledAt: ago(0) });
    await rows.waba("2", "a", { lastPolledAt: ago(0) });
    await rows.waba("3", "b", { lastPolledAt: ago(25 * minute) });
    await rows.waba("4", "b", { lastPolledAt: null });
    await rows.blind("1", 10 * day, 9 * day);
    await rows.blind("2", 9.5 * day, 8 * day);
    await rows.blind("2", 3 * day, 2 * day);
    await rows.blind("1", 31 * day, 29.5 * day);
    await rows.blind("1", 50 * day, 40 * day);
    const { gaps } = await rows.collector();
    expect(gaps).toEqual({
      from: isoAgo(30 * day),
      total: 4,
      data: [
        { connectionId: "b", from: isoAgo(25 * minute), to: null, wabas: 1 },
        { connectionId: "a", from: isoAgo(3 * day), to: isoAgo(2 * day), wabas: 1 },
        { connectionId: "a", from: isoAgo(10 * day), to: isoAgo(8 * day), wabas: 2 },
        { connectionId: "a", from: isoAgo(31 * day), to: isoAgo(29.5 * day), wabas: 1 },
      ],
    });
  });

  it("F66 another organization sees nothing of all this", async () => {
    await rows.connection("a", { lastSuccessAt: ago(0) });
    await rows.waba("1", "a", { lastPolledAt: ago(day) });
    await rows.number("11", { connectionId: "a", wabaId: "1" });
    await rows.blind("1", 3 * day, 2 * day);
    await rows.webhookDay("1", "messages", {});
    await rows.body("1", { state: "orphan" });
    await difference("1", {});
    await word("PURPLE");
    await database.client.scheduledRead.create({
      data: {
        ...{
          organizationId: "default",
          subjectKind: "waba",
          subjectId: "1",
          kind: "templates",
          connectionId: "a",
        },
        nextDueAt: ago(0),
      },
    });
    const empty = await rows.collector({}, "nobody");
    // The same ids in another organization must not be joined with ours.
    await rows.connection("a", {}, "other");
    await rows.waba("1", "a", {}, "other");
    const other = await rows.collector({}, "other");
    expect(empty.connections).toEqual([]);
    expect(other.connections).toMatchObject([
      { id: "a", reads: [], lastPolls: [], numberCounts: { total: 0 } },
    ]);
    expect(other.wabas).toMatchObject([{ id: "1", webhookEvents: null, numberCount: 0 }]);
    for (const dto of [empty, other]) {
      expect([dto.numbers.data, dto.gaps.data, dto.differences.data, dto.unknownWords.data]).toEqual([
        [],
        [],
        [],
        [],
      ]);
      expect([dto.webhooks.bodies.received, dto.webhooks.orphaned.count]).toEqual([null, 0]);
      expect(dto.webhooks.fields.every(({ state }) => state === "none-seen")).toBe(true);
    }
    expect((await listAsideDeliveries(rows.context("other"), { limit: 50 })).data).toEqual([]);
  });
});

it("asks the same number of statements for 500 accounts as for one", async () => {
  const count = async () => {
    let statements = 0;
    const counting = database.client.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          statements += 1;
          return query(args);
        },
      },
    });
    const ctx = { ...rows.context(), db: counting as unknown as PrismaClient };
    const dto = collectorShape.parse(await getCollector(ctx, { limit: 200 }));
    return { statements, dto };
  };
  await rows.connection("a");
  await rows.waba("1", "a");
  await rows.number("11", { connectionId: "a", wabaId: "1" });
  const one = await count();
  const ids = Array.from({ length: 499 }, (_, index) => String(1000 + index));
  await database.client.waba.createMany({
    data: ids.map((id) => ({
      ...{ organizationId: "default", id, connectionId: "a", state: "visible", firstSeenAt: ago(day) },
      ...{ lastPolledAt: ago(minute), subscribed: true },
    })),
  });
  await database.client.phoneNumber.createMany({
    data: ids.flatMap((wabaId) =>
      [1, 2].map((last) => ({
        ...{ organizationId: "default", id: `${wabaId}${last}`, connectionId: "a", wabaId },
        ...{ firstSeenAt: ago(day), observedAt: ago(minute) },
      })),
    ),
  });
  const many = await count();
  expect(many.dto.wabas).toHaveLength(500);
  expect(many.dto.connections[0]!.numberCounts.total).toBe(999);
  expect(many.statements).toBe(one.statements);
  expect(one.statements).toBeLessThanOrEqual(19);
});
