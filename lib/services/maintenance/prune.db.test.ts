import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenTransition } from "../../testing/builders/given-transition.ts";
import { testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { prune } from "./prune.ts";

const day = 86_400_000;

let database: Database;
let ports: TestPorts;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
});

const organizationId = "default";
const daysAgo = (days: number) => new Date(ports.clock.now().getTime() - days * day);
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

describe("prune", () => {
  it("drops raw webhook bodies after 30 days, but none that still waits to be worked on", async () => {
    const add = (id: string, days: number, state: string) => {
      const at = daysAgo(days);
      const body = { bodyCipher: Buffer.from("x"), byteCount: 1, state };
      return database.client.webhookDelivery.create({
        data: { organizationId, id, occurredAt: at, recordedAt: at, lastReceivedAt: at, ...body },
      });
    };
    await add("old", 31, "processed");
    await add("old-orphan", 31, "orphan");
    await add("old-quarantined", 31, "quarantined");
    await add("old-stored", 31, "stored");
    await add("young", 29, "processed");
    await prune(ports);
    expect(ids(await database.client.webhookDelivery.findMany())).toEqual(["old-stored", "young"]);
  });

  it("keeps raw webhook bodies for as many days as are set", async () => {
    for (const days of [6, 8]) {
      const at = daysAgo(days);
      await database.client.webhookDelivery.createMany({
        data: Array.from({ length: 600 }, (_, index) => ({
          ...{ organizationId, id: `${days}-${index}`, occurredAt: at, recordedAt: at, lastReceivedAt: at },
          ...{ bodyCipher: Buffer.from("x"), byteCount: 1, state: "processed" },
        })),
      });
    }
    await prune({ ...ports, defaults: { ...ports.defaults, rawRetentionDays: 7 } });
    const left = await database.client.webhookDelivery.findMany({ select: { id: true } });
    expect(left).toHaveLength(600);
    expect(left.every(({ id }) => id.startsWith("6-"))).toBe(true);
  });

  it("drops stored answers and counters after a day, sessions 30 days after their end", async () => {
    for (const [key, days] of [
      ["old", 1.1],
      ["young", 0.9],
    ] as const) {
      await database.client.idempotentAnswer.create({
        data: { organizationId, key, actorId: "a", requestHash: "h", createdAt: daysAgo(days) },
      });
      await database.client.rateWindow.create({
        data: { subject: key, windowEndsAt: daysAgo(days), count: 1 },
      });
      const expiresAt = daysAgo(days * 30);
      await database.client.userSession.create({
        data: {
          organizationId,
          id: key,
          userId: "u",
          createdAt: expiresAt,
          lastSeenAt: expiresAt,
          expiresAt,
        },
      });
    }
    await prune(ports);
    expect((await database.client.idempotentAnswer.findMany()).map(({ key }) => key)).toEqual(["young"]);
    expect((await database.client.rateWindow.findMany()).map(({ subject }) => subject)).toEqual(["young"]);
    expect(ids(await database.client.userSession.findMany())).toEqual(["young"]);
  });

  it("forgets workers that have been silent for a day, by database time", async () => {
    await database.client.$executeRaw`insert into worker (id, role, started_at, beat_at) values
      ('gone', 'worker', now(), now() - interval '25 hours'), ('here', 'worker', now(), now() - interval '23 hours')`;
    await prune(ports);
    expect(ids(await database.client.worker.findMany())).toEqual(["here"]);
  });

  it("keeps incidents, transitions and their timelines for ever, and may run twice", async () => {
    await givenTransition(ports, "GREEN→RED");
    await processTransitions(ports);
    ports.clock.advance(4_000 * day);
    await prune(ports);
    await prune(ports);
    expect(await database.client.incident.count()).toBe(1);
    expect(await database.client.incidentEvent.count()).toBe(1);
    expect(await database.client.transition.count()).toBe(1);
  });
});
