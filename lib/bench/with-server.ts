import { startPostgres } from "../testing/setup/postgres-server.ts";

/** Runs `work` against a real PostgreSQL server started for it. */
export async function withServer<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const server = await startPostgres();
  try {
    return await work(server.url("postgres"));
  } finally {
    await server.stop();
  }
}
