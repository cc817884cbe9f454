import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DataDirectoryError } from "./lock-data-directory.ts";
import { openDatabase } from "./open-database.ts";

let dataDirectory: string;
let versionFile: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), "staygreen-open-"));
  mkdirSync(path.join(dataDirectory, "db"));
  versionFile = path.join(dataDirectory, "db", "PG_VERSION");
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const opening = () => openDatabase({ root: process.cwd(), dataDirectory });

it.each(["16", "18"])(
  "refuses a directory that PostgreSQL %s wrote, and changes nothing in it",
  async (major) => {
    writeFileSync(versionFile, `${major}\n`);
    const error: unknown = await opening().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataDirectoryError);
    expect(String(error)).toContain(`was written by PostgreSQL ${major}; this version of Staygreen opens 17`);
    expect(String(error)).toMatch(/Nothing was changed\. Make a backup .* and restore it here\./);
    expect(readFileSync(versionFile, "utf8")).toBe(`${major}\n`);
    expect(readdirSync(path.join(dataDirectory, "db"))).toEqual(["PG_VERSION"]);
  },
);

it("gives the directory back after a refusal", async () => {
  writeFileSync(versionFile, "16\n");
  await expect(opening()).rejects.toThrow();
  expect(existsSync(path.join(dataDirectory, "embedded.lock"))).toBe(false);
});

it("says that a damaged directory cannot be opened, and what to do", async () => {
  writeFileSync(versionFile, "17\n");
  const error: unknown = await opening().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DataDirectoryError);
  expect(String(error)).toMatch(/cannot be opened .* Restore a backup into DATA_DIR/);
  expect(existsSync(path.join(dataDirectory, "embedded.lock"))).toBe(false);
}, 60_000);
