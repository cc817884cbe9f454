import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { createTestDatabase, testDatabaseUrl } from "../../testing/setup/test-database.ts";
import { openDatabase, type Database } from "./open-database.ts";
import { migrationsPath } from "./schema-engine.ts";

const ours = readdirSync(migrationsPath, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

describe("our migrations", () => {
  it("apply from empty, in order, once", async () => {
    const database = await createTestDatabase({ empty: true });
    expect(await database.migrate()).toEqual(ours);
    expect(await database.migrate()).toEqual([]);
    expect(await database.client.organization.count()).toBe(0);
  });

  it("stop at the migration that is named", async () => {
    const database = await createTestDatabase({ empty: true });
    expect(await database.migrate(ours[0])).toEqual(ours.slice(0, 1));
    expect(await database.migrate()).toEqual(ours.slice(1));
  });

  if (inject("testDatabase").kind === "server") {
    it("apply once when three processes start together", async () => {
      const first = await createTestDatabase({ empty: true });
      const databaseUrl = testDatabaseUrl(first)!;
      const others = await Promise.all(
        [1, 2].map(() => openDatabase({ root: process.cwd(), databaseUrl, maxConnections: 2 })),
      );
      const applied = await Promise.all([first, ...others].map((database) => database.migrate()));
      // The first ones are still open: nothing that they hold may keep a process out that starts later.
      const late = await openDatabase({ root: process.cwd(), databaseUrl });
      expect(await late.migrate()).toEqual([]);
      await Promise.all([...others, late].map((database) => database.close()));
      expect(applied.flat().sort()).toEqual(ours);
      expect(await recorded(first)).toEqual(ours.map((name) => ({ name, finished: true })));
    });
  }
});

describe("a migration that fails", () => {
  const broken = "99990101000000_broken";
  const script = "CREATE TABLE half_done (id int);\nINSERT INTO half_done VALUES (1);\nSELECT 1 / 0;";

  it("is reported by name, leaves nothing behind and does not count as applied", async () => {
    const database = await createTestDatabase({ root: rootWith(broken, script) });
    await expect(database.migrate()).rejects.toThrow(broken);
    expect((await database.executeSql("SELECT to_regclass('half_done') AS found")).rows).toEqual([
      { found: null },
    ]);
    expect((await recorded(database)).filter(({ finished }) => finished).map(({ name }) => name)).toEqual(
      ours,
    );
  });

  it("stops later starts until somebody resolves it", async () => {
    const database = await createTestDatabase({ root: rootWith(broken, script) });
    await expect(database.migrate()).rejects.toThrow();
    await expect(database.migrate()).rejects.toThrow(broken);
  });

  it("leaves the database usable", async () => {
    const database = await createTestDatabase({ root: rootWith(broken, script) });
    await expect(database.migrate()).rejects.toThrow();
    await database.client.organization.create({
      data: { id: "org", name: "Org", createdAt: new Date("2026-01-01T00:00:00Z") },
    });
    expect(await database.client.organization.count()).toBe(1);
  });
});

it("a migration may define a function with semicolons in its $$ body", async () => {
  const script = `CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  n := n * 2;
  RETURN n;
END;
$$;`;
  const database = await createTestDatabase({ root: rootWith("99990101000000_function", script) });
  expect(await database.migrate()).toEqual(["99990101000000_function"]);
  expect((await database.executeSql("SELECT twice($1::int) AS n", [21])).rows).toEqual([{ n: 42 }]);
});

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A copy of prisma/ with one more migration. */
function rootWith(name: string, script: string): string {
  const root = mkdtempSync(path.join(tmpdir(), "staygreen-migrations-"));
  roots.push(root);
  cpSync("prisma", path.join(root, "prisma"), { recursive: true });
  mkdirSync(path.join(root, migrationsPath, name));
  writeFileSync(path.join(root, migrationsPath, name, "migration.sql"), script);
  return root;
}

async function recorded(database: Database): Promise<{ name: string; finished: boolean }[]> {
  const { rows } = await database.executeSql(
    "SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations ORDER BY 1",
  );
  return rows as { name: string; finished: boolean }[];
}
