import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { adminEmail, adminPassword, startApp } from "../testing/process/app-process.ts";
import { findBrowser } from "../testing/setup/find-browser.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { atMost, type Figure } from "./figure.ts";
import { withDataDir } from "./scratch.ts";

const rowsAsked = 1_000_000;
const sources = 200;
/** Shorter files must keep the pace of the whole one. */
const secondsForAll = 300;

/**
 * A file of opt-ins from its choice in the browser to its last row, on the embedded database: how long it takes, how
 * much memory the server's processes need together, and how long what a person sees of the progress stood still.
 *
 * @param rows ROWS in the environment shortens the file; the time that is allowed shrinks with it.
 */
export async function benchCsvBrowser(rows = Number(process.env["ROWS"] ?? rowsAsked)): Promise<Figure[]> {
  return withDataDir(async (dataDir) => {
    const file = path.join(dataDir, "opt-ins.csv");
    await writeOptIns(file, rows);
    const app = await startApp({ dataDir: path.join(dataDir, "data"), port: await freePort() });
    const memory = watchMemory(app.pid);
    const { executablePath, args, env } = findBrowser();
    const browser = await chromium.launch({
      executablePath,
      args: [...args],
      env: { ...(process.env as Record<string, string>), ...env },
    });
    try {
      const page = await browser.newPage({ baseURL: app.url });
      await signIn(page);
      const run = await importFile(page, file, rows);
      const peak = await memory.stop();
      const pace = `${rows} rows, ${(rows / run.seconds).toFixed(0)} rows/s; ${run.outcome}`;
      return [
        atMost(
          "CSV in the browser, choice to done",
          run.seconds,
          "s",
          (secondsForAll * rows) / rowsAsked,
          pace,
        ),
        atMost("memory of the server during a CSV import", peak.megabytes, "MB", 700, peak.detail),
        atMost(
          "longest standstill of the shown progress",
          run.standstill / 1000,
          "s",
          2,
          `${run.changes} changes; after ${run.standstillAt.toFixed(0)} s`,
        ),
      ];
    } finally {
      await memory.stop();
      await browser.close();
      await app.stop();
    }
  });
}

/** German mobile numbers in national format, local times without a zone, as a shop's own system exports them. */
async function writeOptIns(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write("phone;source;opted in at\r\n");
  const two = (value: number) => String(value).padStart(2, "0");
  for (let index = 0; index < rows; index++) {
    const subscriber = String(20_000_000 + index);
    const [month, day] = [1 + (index % 9), 1 + (index % 28)];
    // Between eight and eight: no hour that clocks skip.
    const time = `${two(8 + (index % 12))}:${two(index % 60)}:${two((index * 7) % 60)}`;
    const row = `0176 ${subscriber};source-${index % sources};${two(day)}.${two(month)}.2025 ${time}\r\n`;
    if (!out.write(row)) await once(out, "drain");
  }
  out.end();
  await once(out, "close");
}

async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(adminEmail);
  await page.getByLabel("Password").fill(adminPassword);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

interface Run {
  readonly seconds: number;
  /** Milliseconds in which what is shown of the progress stayed the same, the longest; seconds after the start. */
  readonly standstill: number;
  readonly standstillAt: number;
  readonly changes: number;
  readonly outcome: string;
}

/** As a person does it: choose, say country and zone, accept what was guessed, start, wait. */
async function importFile(page: Page, file: string, rows: number): Promise<Run> {
  await page.goto("/settings/imports");
  const startedAt = performance.now();
  await page.getByLabel("Choose a file").setInputFiles(file);
  await page.getByLabel("Country of phone numbers").fill("DE");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("Time zone").blur();
  const begin = page.getByRole("button", { name: "Import the file" });
  await page.getByText(/^The first 50 rows: no problem/).waitFor();
  await page.evaluate(watchProgress);
  await begin.click();
  const done = page.getByText("The file is imported");
  await done.waitFor({ timeout: Math.max(60_000, rows * 2) });
  const seconds = (performance.now() - startedAt) / 1000;
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  const outcome =
    (await page
      .getByText(/ new, .* rejected\.$/)
      .first()
      .textContent()) ?? "";
  if (!outcome.startsWith(`${rows.toLocaleString("en")} new, 0 changed`)) throw new Error(outcome);
  return {
    seconds,
    outcome,
    standstill: seen.longest,
    standstillAt: seen.longestAt / 1000,
    changes: seen.changes,
  };
}

interface Seen {
  longest: number;
  longestAt: number;
  changes: number;
}

/** Runs in the page: how long bar and words of the progress stay the same, from the click on. */
function watchProgress(): void {
  const seen: Seen = { longest: 0, longestAt: 0, changes: 0 };
  (window as unknown as { seen: Seen }).seen = seen;
  const began = performance.now();
  let [shown, since] = ["", began];
  new MutationObserver(() => {
    const bar = document.querySelector("progress");
    if (bar === null) return;
    const now = `${bar.value} ${bar.nextElementSibling?.textContent ?? ""}`;
    if (now === shown) return;
    const at = performance.now();
    if (at - since > seen.longest) Object.assign(seen, { longest: at - since, longestAt: at - began });
    seen.changes++;
    [shown, since] = [now, at];
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Each second the resident memory of a process and all that it started, as Linux tells it. */
function watchMemory(root: number) {
  let peak = { megabytes: 0, processes: 0 };
  let [last, samples] = [0, 0];
  const look = async () => {
    const present = await residentOf(root);
    last = present.megabytes;
    samples++;
    if (present.megabytes > peak.megabytes) peak = present;
  };
  let pending = look();
  const timer = setInterval(() => {
    pending = pending.then(look);
  }, 1000);
  return {
    stop: async () => {
      clearInterval(timer);
      await pending;
      const detail = `most of ${samples} samples, ${peak.processes} processes; ${last.toFixed(0)} MB at the end`;
      return { megabytes: peak.megabytes, detail };
    },
  };
}

async function residentOf(root: number): Promise<{ megabytes: number; processes: number }> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = new Map<string, { parent: string; kilobytes: number }>();
  await Promise.all(
    ids.map(async (id) => {
      // A process may end while it is looked at.
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
      const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      if (parent !== undefined) parents.set(id, { parent, kilobytes });
    }),
  );
  const belongs = (id: string): boolean =>
    id === String(root) || (parents.has(id) && belongs(parents.get(id)?.parent ?? ""));
  const own = [...parents].filter(([id]) => belongs(id));
  const kilobytes = own.reduce((sum, [, { kilobytes: one }]) => sum + one, 0);
  return { megabytes: kilobytes / 1024, processes: own.length };
}
