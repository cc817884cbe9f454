/**
 * `npm run migration -- <name>`: writes the SQL that takes the newest migration to today's schema.prisma.
 * `npm run migration -- --check`: exits 1 when there is any difference. Works without a network or a database server.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { embeddedAdapterFactory } from "../adapters/db/embedded-adapter.ts";
import {
  createSchemaEngine,
  migrationsPath,
  readMigrations,
  schemaFilter,
  schemaPath,
} from "../adapters/db/schema-engine.ts";
import { embeddedTemplate, readDump } from "../testing/setup/embedded-template.ts";

const root = process.cwd();

/**
 * SQL from the migrations' end state to schema.prisma; empty when they agree. The comparison works on a shadow
 * database, which starts from a template in half a second.
 */
export async function schemaDrift(): Promise<string> {
  const template = await embeddedTemplate(root, "empty");
  const shadow = await PGlite.create({ loadDataDir: readDump(template) });
  // The engine also connects to a main database, but compares without it: the shadow serves as both.
  const open = () => embeddedAdapterFactory(shadow).connect();
  const engine = await createSchemaEngine(root, {
    provider: "postgres",
    adapterName: "shadow",
    connect: open,
    connectToShadowDb: open,
  });
  try {
    const content = await readFile(path.join(root, schemaPath), "utf8");
    const result = await engine.diff({
      from: { tag: "migrations", ...(await readMigrations(root)) },
      to: { tag: "schemaDatamodel", files: [{ path: schemaPath, content }], configDir: root },
      script: true,
      exitCode: null,
      filters: schemaFilter,
      shadowDatabaseUrl: null,
    } as never);
    const sql = (result.stdout ?? "").trim();
    return sql === "-- This is an empty migration." ? "" : sql;
  } finally {
    engine.free();
    await shadow.close();
  }
}

async function main(argument: string | undefined) {
  const sql = await schemaDrift();
  if (argument === "--check") {
    if (sql !== "") {
      console.error(
        `prisma/schema.prisma and prisma/migrations disagree; run npm run migration -- <name>\n${sql}`,
      );
      process.exit(1);
    }
    console.log("schema and migrations agree");
    return;
  }
  if (argument === undefined || !/^[a-z0-9_]+$/.test(argument)) {
    console.error("usage: npm run migration -- <name_in_snake_case>");
    process.exit(1);
  }
  if (sql === "") {
    console.log("no difference: nothing written");
    return;
  }
  const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(root, migrationsPath, `${stamp}_${argument}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "migration.sql"), `${sql}\n`);
  console.log(`wrote ${path.relative(root, folder)}/migration.sql: read it before you commit it`);
}

if (process.argv[1]?.endsWith("new-migration.ts")) await main(process.argv[2]);
