import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { startApp } from "../lib/testing/process/app-process.ts";
import { freePort } from "../lib/testing/setup/free-port.ts";

/** Every reason not to start is told on one line that says what to do, and the program ends with 1. */
async function startAndFail(env: Record<string, string>, args: string[] = []) {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.join("lib", "runtime", "start.ts"), ...args],
    {
      env: {
        NODE_ENV: "production",
        ENV_FILE: "",
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        LOG_LEVEL: "silent",
        ...env,
      },
    },
  );
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, lines: output.trim().split("\n"), output };
}

let scratch: string;
test.beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "staygreen-faults-"));
});
test.afterEach(() => rmSync(scratch, { recursive: true, force: true }));

test("a wrong setting: its name, what it is for, an example", async () => {
  const { code, lines } = await startAndFail({
    DATA_DIR: scratch,
    PORT: "http",
    SMTP_URL: "mail.example.com",
  });
  expect(code).toBe(1);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^PORT must be a port number.*Example: PORT=3000$/);
  expect(lines[1]).toMatch(/^SMTP_URL must be a smtp:\/\/.*Example: SMTP_URL=smtps:\/\//);
});

test("a worker without PostgreSQL", async () => {
  const { code, lines } = await startAndFail({ DATA_DIR: scratch }, ["--role=worker"]);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^DATABASE_URL is required for npm run worker.*Example: DATABASE_URL=postgresql:/);
});

test("a wrong DATABASE_URL: where it pointed, what was said, and no password", async () => {
  const port = await freePort();
  const { code, lines, output } = await startAndFail({
    DATABASE_URL: `postgresql://someone:planted-secret@127.0.0.1:${port}/staygreen`,
    APP_SECRET: "x".repeat(40),
    PORT: "0",
  });
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(output).toContain(`PostgreSQL at 127.0.0.1:${port}/staygreen as user someone`);
  expect(output).toContain("Example: DATABASE_URL=");
  expect(output).not.toContain("planted-secret");
});

test("a busy port", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, resolve));
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { code, lines } = await startAndFail({ DATA_DIR: scratch, PORT: String(port) });
  await new Promise<void>((resolve) => holder.close(() => resolve()));
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(new RegExp(`^Port ${port} is already in use.*Example: PORT=`)),
  ]);
});

test("a data directory that cannot be written", async () => {
  const file = path.join(scratch, "a-file");
  writeFileSync(file, "");
  const { code, lines } = await startAndFail({ DATA_DIR: path.join(file, "data"), PORT: "0" });
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/^DATA_DIR .* cannot be written \(ENOTDIR\)\. Give this user write access/),
  ]);
});

test("a damaged embedded database is named and left as it is", async () => {
  mkdirSync(path.join(scratch, "db"));
  writeFileSync(path.join(scratch, "db", "PG_VERSION"), "18\n");
  const { code, lines } = await startAndFail({ DATA_DIR: scratch, PORT: "0" });
  expect(code).toBe(1);
  expect(lines).toEqual([
    expect.stringMatching(/was written by PostgreSQL 18; this version of Staygreen opens 17/),
  ]);
});

test("a second process on the same embedded database, and another APP_SECRET than the first", async () => {
  test.setTimeout(180_000);
  const app = await startApp({ dataDir: scratch, port: await freePort() });
  const second = await startAndFail({ DATA_DIR: scratch, PORT: "0" });
  expect(second.code).toBe(1);
  expect(second.lines).toEqual([expect.stringContaining(`is in use by process ${app.pid}`)]);
  expect(await app.stop()).toBe(0);

  const stranger = await startAndFail({
    DATA_DIR: scratch,
    PORT: "0",
    APP_SECRET: "another-secret-another-secret-another",
  });
  expect(stranger.code).toBe(1);
  expect(stranger.lines).toEqual([expect.stringContaining("APP_SECRET")]);
});
