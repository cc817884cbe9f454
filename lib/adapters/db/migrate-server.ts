import pg from "pg";
import { applyMigrations } from "./apply-migrations.ts";
import { serverAdapterFactory } from "./server-adapter.ts";

/** Any number will do, as long as every version of Staygreen uses the same. */
const turnKey = 7_782_947_336;

/**
 * Migrates a PostgreSQL database on connections of its own, one process at a time.
 *
 * Prisma's engine never gives its advisory lock back: the lock ends with the connection, so a connection from a pool
 * that lives on would keep every later process out. The engine also gives up after ten seconds of waiting, which is
 * short beside a long migration: our own lock, which waits for as long as it takes, comes first.
 */
export async function migrateServer(root: string, databaseUrl: string, upTo?: string): Promise<string[]> {
  const settings = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000, keepAlive: true };
  const turn = new pg.Client(settings);
  const pool = new pg.Pool({ ...settings, max: 2 });
  // A connection that breaks is reported by the statement on it; without a listener it would end the process.
  turn.on("error", () => undefined);
  pool.on("error", () => undefined);
  try {
    await turn.connect();
    await turn.query("SELECT pg_advisory_lock($1)", [turnKey]);
    return await applyMigrations(root, serverAdapterFactory(pool), upTo);
  } finally {
    await pool.end();
    await turn.end();
  }
}
