import { startPostgres } from "../testing/setup/postgres-server.ts";

/** Runs `work` against a real PostgreSQL server started for it, with commits that wait for the disk if `durable`. */
export async function withServer<T>(
  work: (databaseUrl: string) => Promise<T>,
  options: { durable?: boolean } = {},
): Promise<T> {
  const server = await startPostgres(options);
  try {
    return await work(server.url("postgres"));
  } finally {
    await server.stop();
  }
}
