/**
 * `npm run check`: format, lint, types, import rules, dead code, schema drift and unit tests, two at a time. One line
 * each; the full output of what failed comes at the end.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureClient } from "../runtime/ensure-client.ts";
import { runNode } from "../runtime/run-node.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const atOnce = 2;

interface Check {
  readonly name: string;
  /** Arguments for Node.js. */
  readonly run: readonly string[];
}

const cache = (name: string) => path.join("node_modules", ".cache", name);

/** The longest first, so that the two lanes end at about the same time. */
const checks: readonly Check[] = [
  {
    name: "lint",
    run: [
      "node_modules/eslint/bin/eslint.js",
      ".",
      "--max-warnings=0",
      "--cache",
      "--cache-location",
      cache("eslint/"),
    ],
  },
  { name: "unit tests", run: ["node_modules/vitest/vitest.mjs", "run", "--project=unit"] },
  { name: "types", run: ["node_modules/typescript/bin/tsc", "--noEmit"] },
  { name: "dead code", run: ["node_modules/knip/bin/knip.js"] },
  {
    name: "import rules",
    run: [
      "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "app",
      "components",
      "lib",
      "e2e",
    ],
  },
  { name: "lock file", run: ["--import", "tsx", "lib/tooling/complete-lock.ts", "--check"] },
  { name: "schema drift", run: ["--import", "tsx", "lib/tooling/new-migration.ts", "--check"] },
  {
    name: "format",
    run: [
      "node_modules/prettier/bin/prettier.cjs",
      ".",
      "--check",
      "--log-level=warn",
      "--cache",
      "--cache-location",
      cache("prettier/cache"),
    ],
  },
];

async function main(): Promise<number> {
  await ensureClient(root);
  ensureNextTypes();
  const waiting = [...checks];
  const failures: string[] = [];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const output = await failureOf(check);
      if (output !== null) failures.push(`\n── ${check.name} ${"─".repeat(60)}\n${output.trimEnd()}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  for (const failure of failures) console.log(failure);
  return failures.length === 0 ? 0 : 1;
}

/** Prints the check's line; returns its output when it failed, null when it passed. */
async function failureOf(check: Check): Promise<string | null> {
  const startedAt = performance.now();
  const { code, output } = await runNode([...check.run], {
    cwd: root,
    environment: { NO_COLOR: "1", FORCE_COLOR: "0" },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"} ${check.name.padEnd(14)} ${seconds.padStart(5)} s`);
  return code === 0 ? null : output;
}

/**
 * Next.js writes next-env.d.ts at its first build or start, pointing at types that it makes then; before that, or when
 * those are gone, tsc needs a smaller one.
 */
function ensureNextTypes(): void {
  const file = path.join(root, "next-env.d.ts");
  const content = existsSync(file) ? readFileSync(file, "utf8") : "";
  const imports = [...content.matchAll(/^import "(.+)";$/gm)].map((match) => match[1] ?? "");
  if (content !== "" && imports.every((name) => existsSync(path.join(root, name)))) return;
  writeFileSync(file, '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n');
}

process.exitCode = await main();
