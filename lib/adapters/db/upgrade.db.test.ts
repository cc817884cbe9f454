import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { openDatabase, type Database } from "./open-database.ts";

const migrations = readdirSync(path.join("prisma", "migrations"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();
const older = migrations.slice(0, -1);

/** Written as the first release would have: plain SQL, since today's client knows today's columns only. */
const oldRows = `
  insert into organization (id, name, time_zone, created_at) values ('old', 'Old Shop', 'Europe/Rome', '2026-01-05T08:00:00Z');
  insert into "user" (organization_id, id, email, name, role, created_at)
    values ('old', 'u1', 'ada@example.com', 'Ada', 'admin', '2026-01-05T08:00:00Z');
  insert into phone_number (organization_id, id, connection_id, waba_id, quality_rating, ranked_rating, quality_reasons,
    first_seen_at, observed_at)
    values ('old', '700101', 'c1', '204718350099121', 'YELLOW', 'YELLOW', '{}', '2026-01-05T08:00:00Z', '2026-02-01T08:00:00Z');
  insert into phone_number_change (organization_id, phone_number_id, id, field, from_value, to_value, occurred_at, recorded_at, source)
    select 'old', '700101', 'change-' || n, 'quality_rating', 'GREEN', 'YELLOW', timestamptz '2026-01-05T08:00:00Z' + n * interval '1 hour',
      now(), 'poll' from generate_series(1, 500) n;
  insert into incident (organization_id, id, kind, fingerprint, open_key, severity, state, title, summary, phone_number_id, subject, opened_at, updated_at)
    values ('old', 'i1', 'rating-fell', 'rating-fell:700101', 'rating-fell:700101', 'SEV2', 'open', 't', 's', '700101', '{}', now(), now());`;

async function expectKept(database: Database): Promise<void> {
  const { client } = database;
  expect(await client.organization.findUnique({ where: { id: "old" } })).toMatchObject({
    timeZone: "Europe/Rome",
  });
  expect(await client.user.count()).toBe(1);
  expect(await client.phoneNumberChange.count({ where: { phoneNumberId: "700101" } })).toBe(500);
  expect(await client.phoneNumber.findMany()).toMatchObject([{ id: "700101", rankedRating: "YELLOW" }]);
  expect(await client.incident.findMany()).toMatchObject([{ id: "i1", state: "open" }]);
  // What came later is there and empty.
  expect(await client.activationMethod.count()).toBe(0);
}

describe.each(older)("a database of %s", (name) => {
  it("is brought to the newest schema with all its rows", async () => {
    const database = await createTestDatabase({ empty: true });
    await database.migrate(name);
    await database.executeSql(oldRows);
    expect(await database.migrate()).toEqual(migrations.filter((migration) => migration > name));
    await expectKept(database);
    expect(await database.migrate()).toEqual([]);
  });
});

it("signals that were counted before there were weeks are in their weeks", async () => {
  const weeks = migrations.find((name) => name.endsWith("_signal_week_cells")) ?? "";
  const database = await createTestDatabase({ empty: true });
  await database.migrate(migrations[migrations.indexOf(weeks) - 1]);
  // Hour 96 of 1970 is a Monday's first: 95 and 96 lie in different weeks, 96 and 263 in the same.
  await database.executeSql(`
    insert into signal_cell (organization_id, hour, number, source, campaign, template, cohort, kind, basis, age_days,
      "last", "first", "split")
    values ('old', 95, 1, 2, 3, 4, 11, 'block', 'observed', 0, 1, 1, 1000000),
      ('old', 96, 1, 2, 3, 4, 11, 'block', 'observed', 0, 2, 2, 2000000),
      ('old', 263, 1, 2, 3, 5, 18, 'block', 'observed', 3, 4, 3, 3333333),
      ('old', 263, 1, 2, 3, 5, 18, 'opt_out', 'observed', 3, 5, 5, 5000000),
      ('old', 264, 1, 2, 3, 4, 11, 'block', 'imported', 0, 6, 6, 6000000),
      ('two', 96, 1, 2, 3, 4, 11, 'block', 'observed', 0, 7, 7, 7000000)`);
  await database.migrate(weeks);
  const rows = await database.client.$queryRaw`
    select organization_id || ' ' || week || ' ' || kind || ' ' || basis as cell, "last", "first", "split"::int as split
    from signal_pair_week where number = 1 and source = 2 and campaign = 3 order by 1`;
  expect(rows).toEqual([
    { cell: "old -3 block observed", last: 1, first: 1, split: 1_000_000 },
    { cell: "old 11 block imported", last: 6, first: 6, split: 6_000_000 },
    { cell: "old 4 block observed", last: 6, first: 5, split: 5_333_333 },
    { cell: "old 4 opt_out observed", last: 5, first: 5, split: 5_000_000 },
    { cell: "two 4 block observed", last: 7, first: 7, split: 7_000_000 },
  ]);
});

it("an older data directory opens, upgrades and stays readable after a restart", async () => {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), "staygreen-upgrade-"));
  const open = () => openDatabase({ root: process.cwd(), dataDirectory });
  try {
    const before = await open();
    await before.migrate(older[0]);
    await before.executeSql(oldRows);
    await before.close();

    const upgraded = await open();
    expect(await upgraded.migrate()).toEqual(migrations.slice(1));
    await upgraded.close();

    const after = await open();
    expect(await after.migrate()).toEqual([]);
    await expectKept(after);
    await after.close();
  } finally {
    rmSync(dataDirectory, { recursive: true, force: true });
  }
});
