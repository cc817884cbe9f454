import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** How many tests a runner executed, and how they ended. */
export interface TestTally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** A runner's command line without the flags that make it write its JSON report. */
export interface TestRunner {
  readonly name: "vitest" | "playwright";
  readonly script: string;
  readonly args: readonly string[];
}

/**
 * Runs a test runner with its output on ours and reads its report. A runner that executed nothing, crashed, or ended
 * non-zero without a failed test counts as one failure: a green line must mean that tests ran and passed.
 */
export async function runTests(runner: TestRunner, root: string): Promise<TestTally> {
  const folder = mkdtempSync(path.join(tmpdir(), "staygreen-test-report-"));
  const report = path.join(folder, "report.json");
  try {
    const reporting =
      runner.name === "vitest"
        ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`]
        : ["--reporter=list,json"];
    const code = await runVisibly(runner.script, [...runner.args, ...reporting], root, {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return judge(runner.name, code, readTally(runner.name, report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The verdict on a run from its exit code and its report (undefined when there is none to read). */
export function judge(name: string, code: number | null, tally: TestTally | undefined): TestTally {
  const failure = (reason: string): TestTally => {
    console.error(`\n${name}: ${reason}`);
    return { passed: 0, skipped: 0, ...tally, failed: (tally?.failed ?? 0) + 1 };
  };
  if (tally === undefined) return failure(`ended with ${code ?? "a signal"} and wrote no report`);
  if (code !== 0 && tally.failed === 0)
    return failure(`ended with ${code ?? "a signal"} outside of any test`);
  if (code === 0 && tally.failed > 0) return failure("ended with 0 in spite of failed tests");
  if (tally.passed + tally.failed === 0) return failure("executed no test");
  return tally;
}

function readTally(name: TestRunner["name"], report: string): TestTally | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(report, "utf8"));
    return name === "vitest"
      ? vitestTally(content as VitestReport)
      : playwrightTally(content as PlaywrightReport);
  } catch {
    return undefined;
  }
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/** A file that could not be imported has no tests of its own, but must not go unnoticed. */
function vitestTally(report: VitestReport): TestTally {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

function playwrightTally({ stats }: PlaywrightReport): TestTally {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

function runVisibly(
  script: string,
  args: readonly string[],
  cwd: string,
  environment: Record<string, string>,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}
