import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Pool } from "pg";
import { embeddedAdapterFactory } from "./embedded-adapter.ts";

/**
 * `@prisma/adapter-pg` with `executeScript` replaced: the stock one splits a script at every `;` and commits
 * statement by statement, which breaks functions and leaves half a migration behind. One simple-protocol query is
 * one transaction. The shadow database is an in-memory PGlite, so that nothing is created on the server.
 */
export function serverAdapterFactory(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const original = new PrismaPg(pool);
  return {
    provider: original.provider,
    adapterName: original.adapterName,
    connect: async () => {
      const adapter: SqlDriverAdapter = await original.connect();
      adapter.executeScript = async (script) => {
        await pool.query(script);
      };
      return adapter;
    },
    connectToShadowDb: async () => embeddedAdapterFactory(await PGlite.create()).connectToShadowDb(),
  };
}
