/**
 * `npm run screens`: the pictures in docs/screens, taken from the running program with the sandbox, light and dark and
 * at phone width, once a rating has fallen. What they show is what a new user sees after some minutes.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { ensureBuild } from "../runtime/ensure-build.ts";
import { ensureClient } from "../runtime/ensure-client.ts";
import { adminEmail, adminPassword, startApp } from "../testing/process/app-process.ts";
import { findBrowser } from "../testing/setup/find-browser.ts";
import { freePort } from "../testing/setup/free-port.ts";

const desktop = { width: 1280, height: 860 };
const phone = { width: 390, height: 844 };
const number = "/phone-numbers/330917284500611";

async function main(): Promise<void> {
  await ensureClient();
  await ensureBuild((line) => console.log(line));
  const dataDir = mkdtempSync(path.join(tmpdir(), "staygreen-screens-"));
  const app = await startApp({ dataDir, port: await freePort(), env: { SANDBOX: "1" } });
  const { executablePath, args, env } = findBrowser();
  const browser = await chromium.launch({
    executablePath,
    args: [...args],
    env: { ...(process.env as Record<string, string>), ...env },
  });
  try {
    const page = await browser.newPage({ baseURL: app.url, viewport: desktop, timezoneId: "UTC" });
    await signIn(page);
    await page
      .getByRole("link", { name: /quality rating fell/ })
      .first()
      .waitFor({ timeout: 150_000 });
    const take = (name: string) => page.screenshot({ path: path.join("docs", "screens", `${name}.png`) });
    await take("overview-light");
    await page.emulateMedia({ colorScheme: "dark" });
    await take("overview-dark");
    await page
      .getByRole("link", { name: /quality rating fell/ })
      .first()
      .click();
    await page.getByText("What happened").waitFor();
    await take("incident-dark");
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(number);
    await page.getByText("Rating over time").waitFor();
    await take("phone-number-light");
    await page.setViewportSize(phone);
    await page.goto("/");
    await page.getByText("Phone numbers, worst first").waitFor();
    await take("overview-phone");
  } finally {
    await browser.close();
    await app.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(adminEmail);
  await page.getByLabel("Password").fill(adminPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

await main();
