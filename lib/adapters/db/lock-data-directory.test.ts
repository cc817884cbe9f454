import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startChild } from "../../testing/setup/child-line-by-line.ts";
import { DataDirectoryError, lockDataDirectory } from "./lock-data-directory.ts";

let directory: string;
let lockPath: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "staygreen-lock-"));
  lockPath = path.join(directory, "embedded.lock");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const holder = () => Number(readFileSync(lockPath, "utf8").split(" ")[0]);

describe("a directory that another process holds", () => {
  it("is refused while that process lives, naming its pid and what to do", async () => {
    const child = startChild("child-lock-holder.ts", [directory]);
    try {
      expect(await child.nextLine()).toBe("locked");
      const attempt = () => lockDataDirectory(directory);
      expect(attempt).toThrow(DataDirectoryError);
      expect(attempt).toThrow(`in use by process ${child.pid}`);
      expect(attempt).toThrow(/Stop that process, set DATA_DIR .*, or set DATABASE_URL/);
      expect(holder()).toBe(child.pid);
    } finally {
      await child.killHard();
    }
  }, 30_000);

  it("is taken over once that process is dead", async () => {
    const child = startChild("child-lock-holder.ts", [directory]);
    expect(await child.nextLine()).toBe("locked");
    await child.killHard();
    expect(holder()).toBe(child.pid);
    const unlock = lockDataDirectory(directory);
    expect(holder()).toBe(process.pid);
    unlock();
  }, 30_000);
});

describe("a lock left behind", () => {
  it("is taken over when its pid now belongs to a process that started at another time", () => {
    writeFileSync(lockPath, `${process.ppid} 00000000-0000-0000-0000-000000000000/1`);
    lockDataDirectory(directory)();
    expect(existsSync(lockPath)).toBe(false);
  });

  it("is taken over when it names this very process, as pid 1 of a new container does", () => {
    writeFileSync(lockPath, `${process.pid} 00000000-0000-0000-0000-000000000000/1`);
    lockDataDirectory(directory)();
    expect(existsSync(lockPath)).toBe(false);
  });

  it("is taken over when its writer was cut off", () => {
    writeFileSync(lockPath, "");
    lockDataDirectory(directory)();
    expect(existsSync(lockPath)).toBe(false);
  });
});

it("makes the directory, for its owner alone", () => {
  const unlock = lockDataDirectory(path.join(directory, "new", "place"));
  expect(existsSync(path.join(directory, "new", "place", "embedded.lock"))).toBe(true);
  unlock();
});

it("gives back only its own lock", () => {
  const unlock = lockDataDirectory(directory);
  writeFileSync(lockPath, "1 somebody-else");
  unlock();
  expect(readFileSync(lockPath, "utf8")).toBe("1 somebody-else");
});

it("may be given back after the directory has gone", () => {
  const unlock = lockDataDirectory(directory);
  rmSync(directory, { recursive: true });
  expect(unlock).not.toThrow();
});

it("says which setting to change when the directory cannot be used", () => {
  const file = path.join(directory, "a-file");
  writeFileSync(file, "");
  const attempt = () => lockDataDirectory(path.join(file, "data"));
  expect(attempt).toThrow(DataDirectoryError);
  expect(attempt).toThrow(/^DATA_DIR .*a-file.data cannot be written \(ENOTDIR\)/);
  expect(attempt).toThrow(/write access to it, or set DATA_DIR to another directory\.$/);
});
