/**
 * `node --import tsx lib/tooling/complete-lock.ts`: adds the optional packages of other platforms that a registry
 * mirror did not know when package-lock.json was written. Without them `npm ci` fails on such a mirror, and a Mac or
 * Windows machine misses its native parts. `--check` only looks, and exits 1 when something is missing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type LockedPackages = Readonly<Record<string, LockedPackage>>;

const systems = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const processors = [
  "arm64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

/** The entries that package-lock.json lacks: exact optional dependencies of locked packages, with their platform. */
export function missingOptionalPackages(packages: LockedPackages): Record<string, LockedPackage> {
  const missing: Record<string, LockedPackage> = {};
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (isLocked(packages, place, name) || !/^\d/.test(version)) continue;
      const words = name.split(/[-/]/);
      const os = systems.filter((system) => words.includes(system));
      const cpu = processors.filter((processor) => words.includes(processor));
      // Without a platform npm would try to install it here.
      if (os.length + cpu.length === 0) continue;
      missing[`node_modules/${name}`] = {
        version,
        optional: true,
        ...(os.length > 0 ? { os } : {}),
        ...(cpu.length > 0 ? { cpu } : {}),
      };
    }
  }
  return missing;
}

/** Node looks in the package's own node_modules, then in those of the folders above it. */
function isLocked(packages: LockedPackages, place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
  }
}

function main(isCheck: boolean): number {
  const file = path.resolve(import.meta.dirname, "..", "..", "package-lock.json");
  const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: LockedPackages };
  const missing = missingOptionalPackages(lock.packages);
  const names = Object.keys(missing);
  if (names.length === 0) return 0;
  if (isCheck) {
    console.error(
      `package-lock.json lacks packages of other platforms, so npm ci fails; run node --import tsx lib/tooling/complete-lock.ts\n${names.join("\n")}`,
    );
    return 1;
  }
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`added ${names.length} packages of other platforms to package-lock.json`);
  return 0;
}

if (process.argv[1]?.endsWith("complete-lock.ts")) process.exitCode = main(process.argv[2] === "--check");
