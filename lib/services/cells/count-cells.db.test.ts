import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lockFactsShared } from "../../adapters/db/facts-lock.ts";
import { openDatabase, type Database, type Db } from "../../adapters/db/open-database.ts";
import { storeOptIns } from "../../adapters/db/opt-ins.ts";
import { storeToldExposures } from "../../adapters/db/told-exposures.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import { testPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { inTransaction } from "../context.ts";
import { countCells } from "./count-cells.ts";

const organizationId = "default";
const told = { origin: "api", importId: null } as const;
const contact = "11".repeat(32);

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  await givenOrganization(database);
});

const exposure = (id: string) => ({
  id,
  phoneNumberId: "700101",
  contact,
  contactKeyVersion: 1,
  sentAt: "2026-05-20T12:00:00Z",
  recordedAt: "2026-06-01T09:00:00Z",
  deliveredAt: null,
  readAt: null,
  failedAt: null,
  errorCode: null,
  campaignKey: null,
  sourceKey: null,
  templateKey: null,
  category: null,
});
const optIn = {
  id: "o",
  contact,
  contactKeyVersion: 1,
  source: "checkout",
  optedInAt: "2026-05-01T12:00:00Z",
  recordedAt: "2026-06-01T09:00:00Z",
  evidence: null,
};
const cellSources = async (db: Db) =>
  db.$queryRaw<{ key: string | null; last: number }[]>`
    select v.key, sum(c."last")::int as last from exposure_pair_day c
    left join cell_value v on v.dimension = 'source' and v.ordinal = c.source
    group by 1 order by 1`;

describe("counting", () => {
  it("two transactions that do not see each other end in the right cell", async ({ skip }) => {
    const url = testDatabaseUrl(database);
    // The embedded database has one connection: nothing can run side by side.
    if (url === null) return skip();
    const ports = testPorts(database);
    const second = await openDatabase({ root: process.cwd(), databaseUrl: url });
    try {
      let commit = () => {};
      const mayCommit = new Promise<void>((resolve) => (commit = resolve));
      let written = () => {};
      const isWritten = new Promise<void>((resolve) => (written = resolve));
      const slow = inTransaction({ db: second.client }, async (tx) => {
        await lockFactsShared(tx, organizationId);
        await storeToldExposures(tx, organizationId, told, [exposure("e")]);
        written();
        await mayCommit;
      });
      await isWritten;
      await inTransaction(ports, async (tx) => {
        await lockFactsShared(tx, organizationId);
        await storeOptIns(tx, organizationId, told, [optIn]);
      });
      // The opt-in is worked on while the message cannot be seen yet.
      await countCells(ports);
      await countCells(ports);
      expect(await cellSources(database.client)).toEqual([]);
      commit();
      await slow;
      // Entries also wait for transactions of other databases on this server, where other tests run.
      while ((await countCells(ports)) > 0 || (await database.client.recountEntry.count()) > 0);
      expect(await cellSources(database.client)).toEqual([{ key: "checkout", last: 1 }]);
    } finally {
      await second.close();
    }
  });

  it("F45 two processes count each difference once", async () => {
    const ports = testPorts(database);
    const url = testDatabaseUrl(database);
    const second = url === null ? database : await openDatabase({ root: process.cwd(), databaseUrl: url });
    try {
      for (let batch = 0; batch < 10; batch++) {
        await inTransaction(ports, async (tx) => {
          await lockFactsShared(tx, organizationId);
          const rows = Array.from({ length: 50 }, (_, index) => exposure(`e-${batch}-${index}`));
          await storeToldExposures(tx, organizationId, told, rows);
        });
        await Promise.all([countCells(ports), countCells({ ...ports, db: second.client })]);
      }
      while ((await countCells(ports)) > 0);
      expect(await cellSources(database.client)).toEqual([{ key: null, last: 500 }]);
    } finally {
      if (second !== database) await second.close();
    }
  });

  it("F43 what a killed process was adding is added by the next one, once", async () => {
    const ports = testPorts(database);
    await inTransaction(ports, async (tx) => {
      await lockFactsShared(tx, organizationId);
      await storeToldExposures(tx, organizationId, told, [exposure("a"), exposure("b")]);
    });
    const dying = {
      ...ports,
      clock: {
        ...ports.clock,
        now: () => {
          throw new Error("killed");
        },
      },
    };
    await expect(countCells(dying)).rejects.toThrow("killed");
    while ((await countCells(ports)) > 0);
    expect(await cellSources(database.client)).toEqual([{ key: null, last: 2 }]);
  });
});
