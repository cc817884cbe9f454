import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { oneProcessAtATime } from "./one-process-at-a-time.ts";
import { runNode } from "./run-node.ts";

/** Everything that the production build is made from. Folders are read whole; what does not exist is left out. */
const inputs = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.mjs",
  "postcss.config.mjs",
  "package-lock.json",
  "tsconfig.json",
];
/** Parts of the inputs that no page imports; the generated client follows from schema.prisma. */
const notInputs = new Set(["lib/testing", "lib/bench", "lib/tooling", "lib/adapters/db/generated"]);

const stampPath = path.join(".next", "staygreen-source-hash");
const buildIdPath = path.join(".next", "BUILD_ID");
const shownLines = 60;

/**
 * Makes the production build if there is none for the source as it is now. Several processes may ask at once: one
 * builds, the others wait.
 *
 * @param log takes one line when a build starts, and the end of the output when it fails.
 * @returns whether a build was made now.
 * @throws when the build fails; the reason went to `log`.
 */
export async function ensureBuild(
  log: (line: string) => void,
  root: string = process.cwd(),
): Promise<boolean> {
  const wanted = sourceHash(root);
  if (isCurrent(root, wanted)) return false;
  const lockPath = path.join(root, "node_modules", ".cache", "staygreen", "build.lock");
  return oneProcessAtATime(lockPath, async () => {
    if (isCurrent(root, wanted)) return false;
    log("Building the application (once, about a minute) …");
    // A build that is interrupted must not count as the build of the source before.
    rmSync(path.join(root, stampPath), { force: true });
    const outcome = await runNode([path.join(root, "node_modules", "next", "dist", "bin", "next"), "build"], {
      cwd: root,
      environment: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production", NO_COLOR: "1" },
    });
    if (outcome.code !== 0 || !existsSync(path.join(root, buildIdPath))) {
      for (const line of outcome.output.trimEnd().split("\n").slice(-shownLines)) log(line);
      throw new Error(
        `The application could not be built (next build ended with ${outcome.code ?? "a signal"}).`,
      );
    }
    mkdirSync(path.join(root, ".next"), { recursive: true });
    writeFileSync(path.join(root, stampPath), wanted);
    return true;
  });
}

function isCurrent(root: string, wanted: string): boolean {
  const stamp = path.join(root, stampPath);
  return (
    existsSync(stamp) && existsSync(path.join(root, buildIdPath)) && readFileSync(stamp, "utf8") === wanted
  );
}

/** SHA-256 over the paths and contents of the build's inputs. */
function sourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of inputs.flatMap((input) => filesUnder(root, input)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** Paths with forward slashes, relative to the root, so that the hash is the same on every system. */
function filesUnder(root: string, place: string): string[] {
  if (notInputs.has(place) || /\.test\.tsx?$/.test(place)) return [];
  let entries;
  try {
    entries = readdirSync(path.join(root, place), { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") return [place];
    throw error;
  }
  return entries.flatMap((entry) => {
    const child = `${place}/${entry.name}`;
    if (entry.isDirectory()) return filesUnder(root, child);
    return notInputs.has(child) || /\.test\.tsx?$/.test(child) ? [] : [child];
  });
}
