import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { oneProcessAtATime } from "./one-process-at-a-time.ts";
import { runNode } from "./run-node.ts";

const schemaPath = path.join("prisma", "schema.prisma");
const generatedPath = path.join("lib", "adapters", "db", "generated");
const cachePath = path.join("node_modules", ".cache", "staygreen");

/**
 * Makes the Prisma client that belongs to prisma/schema.prisma, unless it is already there. Needs no network, and
 * several processes may ask at once: one generates beside the real place and swaps the folder, the others wait.
 *
 * @returns whether a client was generated now.
 * @throws with Prisma's own output when the schema is wrong.
 */
export async function ensureClient(root: string = process.cwd()): Promise<boolean> {
  const wanted = clientStamp(root);
  if (isCurrent(root, wanted)) return false;
  return oneProcessAtATime(path.join(root, cachePath, "client.lock"), async () => {
    if (isCurrent(root, wanted)) return false;
    await generate(root, wanted);
    return true;
  });
}

/** The client depends on the schema and on the version of Prisma that writes it. */
function clientStamp(root: string): string {
  return createHash("sha256")
    .update(readFileSync(path.join(root, schemaPath)))
    .update(readFileSync(path.join(root, "node_modules", "prisma", "package.json")))
    .digest("hex");
}

function isCurrent(root: string, wanted: string): boolean {
  const stampPath = path.join(root, generatedPath, ".stamp");
  return existsSync(stampPath) && readFileSync(stampPath, "utf8") === wanted;
}

async function generate(root: string, stamp: string): Promise<void> {
  // The output path in the schema is relative to the schema, so a copy of the schema generates into the copy's place.
  const workshop = path.join(root, cachePath, `client-${process.pid}`);
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(path.join(workshop, "prisma"), { recursive: true });
  try {
    cpSync(path.join(root, schemaPath), path.join(workshop, schemaPath));
    const outcome = await runNode(
      [path.join(root, "node_modules", "prisma", "build", "index.js"), "generate", "--schema", schemaPath],
      {
        cwd: workshop,
        environment: {
          // Any existing file will do: generation does not use this engine, but would download it without the setting.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          CHECKPOINT_DISABLE: "1",
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
        },
      },
    );
    const made = path.join(workshop, generatedPath);
    if (outcome.code !== 0 || !existsSync(path.join(made, "client.ts"))) {
      throw new Error(`The database client could not be generated from ${schemaPath}:\n${outcome.output}`);
    }
    writeFileSync(path.join(made, ".stamp"), stamp);
    swapInto(path.join(root, generatedPath), made, path.join(workshop, "previous"));
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function swapInto(place: string, made: string, previous: string): void {
  try {
    if (existsSync(place)) renameSync(place, previous);
    renameSync(made, place);
  } catch (error) {
    // node_modules may be a volume of its own, across which nothing can be renamed.
    if ((error as NodeJS.ErrnoException).code !== "EXDEV") throw error;
    rmSync(place, { recursive: true, force: true });
    cpSync(made, place, { recursive: true });
  }
}
