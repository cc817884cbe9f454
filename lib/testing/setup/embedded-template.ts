import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { applyMigrations } from "../../adapters/db/apply-migrations.ts";
import { embeddedAdapterFactory } from "../../adapters/db/embedded-adapter.ts";

/** As PostgreSQL makes it, or with all migrations applied. */
export type TemplateKind = "empty" | "migrated";

/**
 * The dump of an embedded data directory, kept below node_modules/.cache for as long as it is right: a database starts
 * from it in half a second instead of four.
 *
 * @returns the path of the dump.
 * @throws when a migration fails.
 */
export async function embeddedTemplate(root: string, kind: TemplateKind): Promise<string> {
  const folder = path.join(root, "node_modules", ".cache", "staygreen");
  const file = path.join(folder, `template-${kind}-${templateHash(root, kind)}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const database =
    kind === "empty"
      ? await PGlite.create()
      : await PGlite.create({ loadDataDir: readDump(await embeddedTemplate(root, "empty")) });
  try {
    if (kind === "migrated") await applyMigrations(root, embeddedAdapterFactory(database));
    const content = await database.dumpDataDir("none");
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, Buffer.from(await content.arrayBuffer()));
    renameSync(beside, file);
  } finally {
    await database.close();
  }
  removeOthers(folder, kind, path.basename(file));
  return file;
}

/** A dump in the form in which PGlite takes it. */
export function readDump(file: string): Blob {
  return new Blob([readFileSync(file)]);
}

function removeOthers(folder: string, kind: TemplateKind, kept: string): void {
  for (const name of readdirSync(folder)) {
    const isOld = name.startsWith(`template-${kind}-`) && name.endsWith(".tar") && name !== kept;
    if (isOld) rmSync(path.join(folder, name), { force: true });
  }
}

function templateHash(root: string, kind: TemplateKind): string {
  const hash = createHash("sha256");
  hash.update(readFileSync(path.join(root, "node_modules", "@electric-sql", "pglite", "package.json")));
  if (kind === "migrated") {
    const migrations = path.join(root, "prisma", "migrations");
    const files = readdirSync(migrations, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".sql")).sort()) {
      hash.update(file).update(readFileSync(path.join(migrations, file)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}
