import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { openDatabase, type Database } from "../../adapters/db/open-database.ts";
import { readDump } from "./embedded-template.ts";

/** What the global set-up of a database project hands to its test files. */
type TestDatabaseSource =
  | { readonly kind: "embedded"; readonly migrated: string; readonly empty: string }
  | { readonly kind: "server"; readonly maintenanceUrl: string; readonly template: string };

declare module "vitest" {
  interface ProvidedContext {
    testDatabase: TestDatabaseSource;
  }
}

const opened: Database[] = [];
const urls = new WeakMap<Database, string>();

afterAll(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
});

interface TestDatabaseOptions {
  /** Without our tables. */
  readonly empty?: boolean;
  /** Where prisma/ lies, for tests of migrations other than ours. */
  readonly root?: string;
}

/**
 * A database for one test file: in-memory PGlite or a fresh database on PostgreSQL, as the vitest project says
 * (db-embedded, db-server). All migrations are applied, unless `empty`. It is closed after the file's tests; closing
 * it earlier is fine.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<Database> {
  const source = inject("testDatabase");
  const { empty = false, root = process.cwd() } = options;
  let database: Database;
  if (source.kind === "embedded") {
    const loadDataDir = readDump(empty ? source.empty : source.migrated);
    database = closeOnce(await openDatabase({ root, loadDataDir }));
  } else {
    const url = await createServerDatabase(source.maintenanceUrl, empty ? "template0" : source.template);
    database = closeOnce(await openDatabase({ root, databaseUrl: url }));
    urls.set(database, url);
  }
  opened.push(database);
  return database;
}

/**
 * The postgresql:// address of a test database (the newest one when none is named), for tests that need a second pool
 * or process; null on the embedded database, which belongs to one process.
 */
export function testDatabaseUrl(database: Database | undefined = opened.at(-1)): string | null {
  return database === undefined ? null : (urls.get(database) ?? null);
}

async function createServerDatabase(maintenanceUrl: string, template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await client.end();
  }
  const url = new URL(maintenanceUrl);
  url.pathname = `/${name}`;
  return url.href;
}

function closeOnce(database: Database): Database {
  let closing: Promise<void> | undefined;
  return { ...database, close: () => (closing ??= database.close()) };
}
