import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { applyMigrations } from "./apply-migrations.ts";
import { embeddedAdapterFactory } from "./embedded-adapter.ts";
import { journalSettings, keepJournalShort } from "./embedded-journal.ts";
import { PrismaClient, type Prisma } from "./generated/client.ts";
import { DataDirectoryError, lockDataDirectory } from "./lock-data-directory.ts";
import { migrateServer } from "./migrate-server.ts";
import { serverAdapterFactory } from "./server-adapter.ts";

/** The Prisma client, or the one inside a transaction: repositories take either. */
export type Db = PrismaClient | Prisma.TransactionClient;

/** One open database, embedded or server, with what each user of it needs. */
export interface Database {
  readonly kind: "embedded" | "server";
  readonly client: PrismaClient;
  /** Plain SQL for the job queue, which brings its own statements. */
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number }>;
  /** Applies pending migrations; returns their names. */
  migrate(upTo?: string): Promise<string[]>;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  readonly root: string;
  /** PostgreSQL; when absent, the embedded database is used. */
  readonly databaseUrl?: string | undefined;
  /** Where the embedded database lives; absent means in memory, for tests. */
  readonly dataDirectory?: string | undefined;
  /** A dump of a data directory with which an in-memory database begins, instead of empty. */
  readonly loadDataDir?: Blob;
  /** Called when a statement on the embedded database does not come back: the process must end (a full disk). */
  readonly onStuck?: (statement: string) => void;
  readonly maxConnections?: number;
}

/**
 * The usual 128 MB would stay in this process for ever, beside the system's own copy of the same pages. With less, an
 * import costs hardly more of the processor (with 32 MB a tenth), and the whole program stays under 700 MB.
 */
const memorySettings = ["-c", "shared_buffers=48MB"];
/** PGlite 0.4 writes PostgreSQL 17 directories and cannot open others. */
const embeddedMajor = "17";
/** A statement on the embedded database that takes longer is stuck: with a full disk PGlite answers no more. */
const statementDeadlineMs = 60_000;

/**
 * Opens the database that the settings name, without touching its content.
 *
 * @throws DataDirectoryError when the embedded directory is held, damaged or from another version.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  return options.databaseUrl === undefined ? openEmbedded(options) : openServer(options, options.databaseUrl);
}

async function openEmbedded(options: OpenDatabaseOptions): Promise<Database> {
  let unlock = () => {};
  let pglite: PGlite;
  if (options.dataDirectory === undefined) {
    pglite = await PGlite.create(
      options.loadDataDir === undefined ? {} : { loadDataDir: options.loadDataDir },
    );
  } else {
    unlock = lockDataDirectory(options.dataDirectory);
    const directory = path.join(options.dataDirectory, "db");
    try {
      refuseOtherMajor(directory);
      pglite = await PGlite.create(directory, {
        startParams: [...PGlite.defaultStartParams, ...memorySettings, ...journalSettings],
      });
    } catch (error) {
      unlock();
      if (error instanceof DataDirectoryError) throw error;
      throw new DataDirectoryError(
        `The embedded database in ${directory} cannot be opened (${String(error)}). Nothing was changed. Restore a backup into DATA_DIR, or move the directory away to start empty.`,
      );
    }
  }
  const guarded = withDeadline(pglite, options.onStuck);
  const leaveJournal = options.dataDirectory === undefined ? null : keepJournalShort(pglite);
  const factory = embeddedAdapterFactory(guarded);
  const client = new PrismaClient({
    adapter: factory,
    transactionOptions: { maxWait: 20_000, timeout: 30_000 },
  });
  return {
    kind: "embedded",
    client,
    executeSql: async (text, values) => {
      if (values === undefined || values.length === 0) {
        const results = await guarded.exec(text);
        const last = results.at(-1);
        return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0 };
      }
      const result = await guarded.query(text, values);
      return { rows: result.rows, rowCount: result.affectedRows ?? result.rows.length };
    },
    migrate: (upTo) => applyMigrations(options.root, factory, upTo),
    close: async () => {
      await leaveJournal?.();
      await client.$disconnect();
      await pglite.close();
      unlock();
    },
  };
}

function openServer(options: OpenDatabaseOptions, databaseUrl: string): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // The adapter sends instants without an offset: a server in another zone would shift what now() is compared with. What pages ask
    // takes milliseconds on one processor: starting workers or a compiler for it costs more than they save.
    options: "-c timezone=UTC -c max_parallel_workers_per_gather=0 -c jit=off",
    statement_timeout: statementDeadlineMs,
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  const client = new PrismaClient({
    adapter: serverAdapterFactory(pool),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
  return Promise.resolve({
    kind: "server",
    client,
    executeSql: async (text, values) => {
      const result = (await (values === undefined || values.length === 0
        ? pool.query(text)
        : pool.query(text, values))) as pg.QueryResult<Record<string, unknown>> | pg.QueryResult<never>[];
      const last = Array.isArray(result) ? result.at(-1) : result;
      return { rows: last?.rows ?? [], rowCount: last?.rowCount ?? 0 };
    },
    migrate: (upTo) => migrateServer(options.root, databaseUrl, upTo),
    close: async () => {
      await client.$disconnect();
      await pool.end();
    },
  });
}

function refuseOtherMajor(directory: string): void {
  const versionFile = path.join(directory, "PG_VERSION");
  if (!existsSync(versionFile)) return;
  const major = readFileSync(versionFile, "utf8").trim();
  if (major !== embeddedMajor) {
    throw new DataDirectoryError(
      `The embedded database in ${directory} was written by PostgreSQL ${major}; this version of Staygreen opens ${embeddedMajor}. Nothing was changed. Make a backup with the version that wrote it and restore it here.`,
    );
  }
}

function withDeadline(pglite: PGlite, onStuck: ((statement: string) => void) | undefined): PGlite {
  if (onStuck === undefined) return pglite;
  const watch = async <T>(statement: string, running: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => onStuck(statement.slice(0, 80)), statementDeadlineMs);
    try {
      return await running;
    } finally {
      clearTimeout(timer);
    }
  };
  return new Proxy(pglite, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (property === "query" || property === "exec") {
        return (statement: string, ...rest: unknown[]) =>
          watch(
            statement,
            (value as (...args: unknown[]) => Promise<unknown>).call(target, statement, ...rest),
          );
      }
      if (typeof value === "function") return (value as (...args: unknown[]) => unknown).bind(target);
      return value;
    },
  });
}
