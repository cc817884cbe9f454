import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type * as engineExports from "@prisma/schema-engine-wasm";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";

export const schemaPath = path.join("prisma", "schema.prisma");
export const migrationsPath = path.join("prisma", "migrations");

/**
 * Prisma's own migration engine, as the WebAssembly build that ships in an npm package: the native binary would be
 * downloaded at run time, which fails on a closed network.
 */
export async function createSchemaEngine(
  root: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  const engineModule = await loadEngineModule();
  const schema = await readFile(path.join(root, schemaPath), "utf8");
  return engineModule.SchemaEngine.new(
    { datamodels: [["schema.prisma", schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
}

/** The migration files in the form in which the engine takes them, in order of their names. */
export async function readMigrations(root: string): Promise<MigrationList> {
  const baseDir = path.join(root, migrationsPath);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const lockfile = "migration_lock.toml";
  return {
    baseDir,
    lockfile: { path: lockfile, content: await readFile(path.join(baseDir, lockfile), "utf8") },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(path.join(baseDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

/** Everything belongs to the default schema; the queue's own schema (pgboss) is not ours to compare. */
export const schemaFilter = { externalTables: [], externalEnums: [] };

type EngineModule = typeof engineExports;
/**
 * One for the process, not for the module: the glue code keeps views on the memory of the instance it met first, and
 * a second instance behind them (a second bundle, a second test project) would read garbage.
 */
const processWide = globalThis as { staygreenSchemaEngine?: Promise<EngineModule> };

function loadEngineModule(): Promise<EngineModule> {
  processWide.staygreenSchemaEngine ??= (async () => {
    const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    // The package's own entry imports the .wasm file as a module, which Node does not do without a flag.
    const glue = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as EngineModule & {
      __wbg_set_wasm(exports: WebAssembly.Exports): void;
    };
    const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
    const { instance } = await WebAssembly.instantiate(bytes, {
      "./schema_engine_bg.js": withIdleTimers(glue),
    });
    glue.__wbg_set_wasm(instance.exports);
    (instance.exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
    return glue;
  })();
  return processWide.staygreenSchemaEngine;
}

/** The engine never cancels the ten-second limit on its lock: a process that has finished must not wait for it. */
function withIdleTimers(glue: object): WebAssembly.ModuleImports {
  const imports = Object.entries(glue as WebAssembly.ModuleImports).map(([name, value]) =>
    name.startsWith("__wbg_setTimeout_")
      ? [
          name,
          (callback: () => void, milliseconds: number) => setTimeout(callback, milliseconds >>> 0).unref(),
        ]
      : [name, value],
  );
  return Object.fromEntries(imports) as WebAssembly.ModuleImports;
}
