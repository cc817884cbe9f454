import type { SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { createSchemaEngine, readMigrations, schemaFilter } from "./schema-engine.ts";

/**
 * Brings the database to the newest schema with Prisma's engine; the same `_prisma_migrations` table as
 * `prisma migrate deploy` keeps. Each file is one transaction: it applies whole or not at all.
 *
 * @returns the names of the migrations applied now (none when the database was up to date).
 * @throws when a file fails, naming it; or when an earlier attempt is recorded as failed.
 */
export async function applyMigrations(
  root: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
  upTo?: string,
): Promise<string[]> {
  const engine = await createSchemaEngine(root, factory);
  try {
    const migrationsList = await readMigrations(root);
    if (upTo !== undefined) {
      migrationsList.migrationDirectories = migrationsList.migrationDirectories.filter(
        (directory) => directory.path <= upTo,
      );
    }
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: schemaFilter });
    return appliedMigrationNames;
  } finally {
    engine.free();
  }
}
