/**
 * `npm test`: unit and database tests (Vitest), then journeys in a browser (Playwright); `-- --unit`, `-- --db` and
 * `-- --e2e` run a part. The last line is `N passed, N failed`; the exit code is 0 only when all ran and passed.
 */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { ensureBuild } from "../runtime/ensure-build.ts";
import { ensureClient } from "../runtime/ensure-client.ts";
import { runTests, type TestTally } from "./run-tests.ts";

const root = path.resolve(import.meta.dirname, "..", "..");
const parts = { "--unit": ["unit"], "--db": ["db-embedded", "db-server"], "--e2e": [] };

async function main(flags: readonly string[]): Promise<number> {
  const unknown = flags.filter((flag) => !(flag in parts));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(" ")}. Usage: npm test -- [--unit] [--db] [--e2e]`);
    return 2;
  }
  const chosen = (flag: string) => flags.length === 0 || flags.includes(flag);
  const tallies: TestTally[] = [];
  const attempt = async (work: () => Promise<TestTally>) => {
    try {
      tallies.push(await work());
    } catch (error) {
      console.error(error);
      tallies.push({ passed: 0, failed: 1, skipped: 0 });
    }
  };
  const projects = [...(chosen("--unit") ? parts["--unit"] : []), ...(chosen("--db") ? parts["--db"] : [])];
  if (projects.length > 0) await attempt(() => runVitest(projects));
  if (chosen("--e2e") && hasJourneys()) await attempt(runPlaywright);
  return summarize(tallies);
}

async function runVitest(projects: readonly string[]): Promise<TestTally> {
  await ensureClient(root);
  const script = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const args = ["run", ...projects.map((project) => `--project=${project}`)];
  return runTests({ name: "vitest", script, args }, root);
}

async function runPlaywright(): Promise<TestTally> {
  await ensureClient(root);
  await ensureBuild((line) => console.log(line), root);
  const script = path.join(root, "node_modules", "@playwright", "test", "cli.js");
  return runTests({ name: "playwright", script, args: ["test"] }, root);
}

function hasJourneys(): boolean {
  const folder = path.join(root, "e2e");
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(".spec.ts"));
}

function summarize(tallies: readonly TestTally[]): number {
  const sum = (key: keyof TestTally) => tallies.reduce((total, tally) => total + tally[key], 0);
  const skipped = sum("skipped");
  console.log(
    `\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`,
  );
  return sum("failed") === 0 && sum("passed") > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
