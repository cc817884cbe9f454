import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./lib/testing/setup/find-browser.ts";
import { freePort } from "./lib/testing/setup/free-port.ts";

// This file is read again in every worker process, which inherits the port that the first reading chose.
process.env["E2E_PORT"] ??= String(await freePort());
const address = `http://localhost:${process.env["E2E_PORT"]}`;
const browser = findBrowser();

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: address,
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser.executablePath,
      args: [...browser.args],
      env: { ...process.env, ...browser.env },
    },
  },
  projects: [{ name: "desktop", use: { ...devices["Desktop Chrome"] } }],
  webServer: {
    command: `"${process.execPath}" --import tsx ${path.join("lib", "testing", "setup", "e2e-server.ts")}`,
    url: `${address}/readyz`,
    timeout: 240_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "pipe",
    stderr: "pipe",
  },
});
