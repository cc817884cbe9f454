import { mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The data directory cannot be used; the message says what to do. */
export class DataDirectoryError extends Error {
  override readonly name = "DataDirectoryError";
}

/**
 * Takes the embedded database for this process alone. Two processes on one directory lose rows without any error,
 * so the lock is made exclusively and is taken over only from a process that no longer exists, never from a slow one.
 *
 * @returns a function that gives the lock back.
 * @throws DataDirectoryError when another live process holds it, or the directory cannot be written.
 */
export function lockDataDirectory(dataDirectory: string): () => void {
  const lockPath = path.join(dataDirectory, "embedded.lock");
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
    takeLock(lockPath);
  } catch (error) {
    if (error instanceof DataDirectoryError) throw error;
    throw new DataDirectoryError(
      `DATA_DIR ${dataDirectory} cannot be written (${reason(error)}). Give this user write access to it, or set DATA_DIR to another directory.`,
    );
  }
  const mine = String(process.pid);
  return () => {
    try {
      if (readFileSync(lockPath, "utf8").split(" ")[0] === mine) unlinkSync(lockPath);
    } catch {
      // Already gone: the directory was removed under us, and there is nothing left to give back.
    }
  };
}

function takeLock(lockPath: string, retry = true): void {
  try {
    writeFileSync(lockPath, `${process.pid} ${processStart(process.pid) ?? ""}`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !retry) throw error;
    const [pidText = "", startedAt = ""] = readFileSync(lockPath, "utf8").split(" ");
    const pid = Number(pidText);
    // A pid is reused after a reboot or in a new container: the start time tells the two processes apart.
    const sameProcess = startedAt === "" || processStart(pid) === null || processStart(pid) === startedAt;
    if (pid !== process.pid && isAlive(pid) && sameProcess) {
      throw new DataDirectoryError(
        `The embedded database in ${path.dirname(lockPath)} is in use by process ${pid}. Stop that process, set DATA_DIR to another directory, or set DATABASE_URL to use PostgreSQL, which several processes can share.`,
      );
    }
    unlinkSync(lockPath);
    takeLock(lockPath, false);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Start time of a process in clock ticks since boot, with the boot id; null where /proc does not exist. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}

function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
