import { openDatabase, type Database } from "../adapters/db/open-database.ts";
import type { Env } from "../adapters/env.ts";
import type { Log } from "../adapters/log.ts";
import { collectGarbage } from "./spare-memory.ts";

/** The database cannot be used; the message says what to do and holds no password. */
class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

/**
 * Opens the database and brings it to the newest schema.
 *
 * @throws DataDirectoryError, DatabaseError
 */
export async function openMigratedDatabase(env: Env, log: Log): Promise<Database> {
  const database = await openDatabase({
    root: process.cwd(),
    databaseUrl: env.DATABASE_URL,
    dataDirectory: env.DATA_DIR,
    onStuck: (statement) => {
      log.fatal(
        { statement },
        "the embedded database answers no more (is the disk full?); stopping so that nothing is lost",
      );
      process.exit(1);
    },
  });
  if (env.DATABASE_URL !== undefined) await tryConnection(database, env.DATABASE_URL);
  try {
    const applied = await database.migrate();
    if (applied.length > 0) {
      log.info({ applied }, "database migrated");
      collectGarbage();
    }
  } catch (error) {
    throw new DatabaseError(
      `The database could not be brought to the newest schema: ${reasonOf(error)}. Nothing of the failed step was kept. Fix the reason, or restore a backup, and start again.`,
    );
  }
  return database;
}

async function tryConnection(database: Database, databaseUrl: string): Promise<void> {
  try {
    await database.executeSql("select 1");
  } catch (error) {
    const url = new URL(databaseUrl);
    const where = `${url.hostname}:${url.port || "5432"}${url.pathname}`;
    const example = "Example: DATABASE_URL=postgresql://user:password@host:5432/staygreen";
    throw new DatabaseError(
      `DATABASE_URL does not work: PostgreSQL at ${where} as user ${url.username || "(none)"} says ${reasonOf(error)}. Check host, port, user, password and database name. ${example}`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  const text = error instanceof Error ? error.message : String(error);
  return text === "" ? "nothing" : text.replace(/\s+/g, " ").trim();
}
