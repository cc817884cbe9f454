import {
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const beatMs = 2_000;
/** A holder that has not touched its lock for this long is gone, even if its pid was given to another process. */
const goneAfterMs = 30_000;

/**
 * Runs `work` while no other process on this machine runs work under the same lock file, and waits for its turn.
 * For preparations that are merely wasteful to do twice; a lock left by a killed process is taken over.
 *
 * @throws whatever `work` throws.
 */
export async function oneProcessAtATime<T>(lockPath: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(lockPath), { recursive: true });
  const mine = `${process.pid} ${performance.timeOrigin}`;
  while (!take(lockPath, mine)) await wait(100);
  const beat = setInterval(() => touch(lockPath), beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (contentOf(lockPath) === mine) unlinkSync(lockPath);
  }
}

function take(lockPath: string, mine: string): boolean {
  try {
    writeFileSync(lockPath, mine, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = contentOf(lockPath);
  if (holder !== undefined && isGone(lockPath, holder)) removeIfStill(lockPath, holder);
  return false;
}

/** Two waiters may both find the holder gone: only one may remove its lock, and never the lock of the next holder. */
function removeIfStill(lockPath: string, holder: string): void {
  const aside = `${lockPath}.${process.pid}`;
  try {
    renameSync(lockPath, aside);
    if (contentOf(aside) === holder) unlinkSync(aside);
    else renameSync(aside, lockPath);
  } catch {
    // Another waiter was faster; the next try sees the outcome.
  }
}

function isGone(lockPath: string, holder: string): boolean {
  try {
    if (Date.now() - statSync(lockPath).mtimeMs > goneAfterMs) return true;
    const pid = Number(holder.split(" ")[0]);
    // An empty lock has just been created and its text is on the way.
    if (!Number.isInteger(pid) || pid <= 0) return false;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function touch(lockPath: string): void {
  try {
    const now = new Date();
    utimesSync(lockPath, now, now);
  } catch {
    // Removed under us: the work goes on, at worst it is done twice.
  }
}
