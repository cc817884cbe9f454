import type { TestProject } from "vitest/node";
import { ensureClient } from "../../runtime/ensure-client.ts";
import { startPostgres } from "./postgres-server.ts";

/** Vitest global set-up of the project db-server: a real PostgreSQL with one migrated template for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await ensureClient();
  const server = await startPostgres();
  try {
    const { openDatabase } = await import("../../adapters/db/open-database.ts");
    const template = "migrated_template";
    await createDatabase(server.url("postgres"), template);
    const database = await openDatabase({ root: project.config.root, databaseUrl: server.url(template) });
    try {
      await database.migrate();
    } finally {
      await database.close();
    }
    project.provide("testDatabase", { kind: "server", maintenanceUrl: server.url("postgres"), template });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return () => server.stop();
}

async function createDatabase(url: string, name: string): Promise<void> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
}
