import { chmod, mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SettingsError } from "../env.ts";
import { loadAppSecret } from "./load-app-secret.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "app-secret-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));
const embedded = () => ({ appSecret: undefined, dataDir, embedded: true });
const file = () => path.join(dataDir, "app-secret");

describe("loadAppSecret", () => {
  it("APP_SECRET wins and nothing is written", async () => {
    const appSecret = "x".repeat(40);
    expect(await loadAppSecret({ ...embedded(), appSecret })).toBe(appSecret);
    expect(await readdir(dataDir)).toEqual([]);
  });

  it("makes one at the first start, for the owner's eyes only, and finds it again", async () => {
    dataDir = path.join(dataDir, "not", "yet", "there");
    const made = await loadAppSecret(embedded());
    expect(Buffer.from(made, "base64url").length).toBe(48);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await loadAppSecret(embedded())).toBe(made);
    expect(await readdir(dataDir)).toEqual(["app-secret"]);
  });

  it("gives one secret to many that start at once", async () => {
    const secrets = await Promise.all(Array.from({ length: 20 }, () => loadAppSecret(embedded())));
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(dataDir)).toEqual(["app-secret"]);
  });

  it.each([
    ["empty", "", "is empty"],
    ["blank", " \n", "is empty"],
    ["cut", "abc", "is cut short"],
  ])("refuses a file that is %s and leaves it alone", async (_name, content, words) => {
    await writeFile(file(), content);
    await expect(loadAppSecret(embedded())).rejects.toThrow(`${file()} ${words}`);
    expect(await readFile(file(), "utf8")).toBe(content);
  });

  it("says so when the file cannot be read or made", async () => {
    await mkdir(file());
    await expect(loadAppSecret(embedded())).rejects.toThrow("cannot be read (EISDIR)");
    const blocked = path.join(dataDir, "blocked");
    await writeFile(blocked, "");
    await expect(loadAppSecret({ ...embedded(), dataDir: blocked })).rejects.toThrow(SettingsError);
    if (process.getuid?.() === 0) return;
    await rm(file(), { recursive: true });
    await chmod(dataDir, 0o500);
    await expect(loadAppSecret(embedded())).rejects.toThrow("cannot be written (EACCES)");
    await chmod(dataDir, 0o700);
  });

  it("invents none beside PostgreSQL", async () => {
    await expect(loadAppSecret({ ...embedded(), embedded: false })).rejects.toThrow("APP_SECRET is required");
    expect(await readdir(dataDir)).toEqual([]);
  });
});
