import { execFile, execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";
import { othersCanReach, postgresBinaries } from "./postgres-binaries.ts";

/** A PostgreSQL server for the tests of one run. */
export interface PostgresServer {
  /** postgresql:// address of one of its databases. */
  url(database: string): string;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** Nothing here outlives the run, so no write waits for the disk. */
const hasty = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];

/**
 * Starts a real PostgreSQL from the npm package on a free loopback port, with an empty data directory.
 *
 * @param options.durable with PostgreSQL's own settings: every commit waits for the disk, as benchmarks must.
 * @throws with the server's own words when it does not come up.
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<PostgresServer> {
  const user = serverUser();
  const runDirectory = mkdtempSync(path.join(sharedTemporaryFolder(user), "staygreen-postgres-"));
  chmodSync(runDirectory, 0o755);
  try {
    const bin = path.join(postgresBinaries(runDirectory, user?.uid), "bin");
    const data = path.join(runDirectory, "data");
    mkdirSync(data, { mode: 0o700 });
    if (user !== undefined) chownSync(data, user.uid, user.gid);
    const environment = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    await promisify(execFile)(
      path.join(bin, "initdb"),
      [
        `--pgdata=${data}`,
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
      ],
      { ...user, cwd: runDirectory, env: environment },
    );
    const port = await freePort();
    const settings = [
      ...(options.durable === true ? [] : hasty),
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
    ];
    const child = spawn(
      path.join(bin, "postgres"),
      ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
      { ...user, cwd: runDirectory, env: environment, stdio: ["ignore", "ignore", "pipe"] },
    );
    const endWithUs = () => {
      child.kill("SIGKILL");
      rmSync(runDirectory, { recursive: true, force: true, maxRetries: 3 });
    };
    process.once("exit", endWithUs);
    await untilReady(child);
    return {
      url: (database) => `postgresql://postgres@127.0.0.1:${port}/${database}`,
      stop: async () => {
        process.off("exit", endWithUs);
        await end(child);
        rmSync(runDirectory, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(runDirectory, { recursive: true, force: true });
    throw error;
  }
}

/** PostgreSQL refuses to run as root; `nobody` exists everywhere, so no account has to be made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function sharedTemporaryFolder(user: object | undefined): string {
  const candidates = user === undefined ? [tmpdir()] : [tmpdir(), "/tmp", "/var/tmp"];
  return candidates.find((folder) => user === undefined || othersCanReach(folder)) ?? tmpdir();
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      if (said.length < 20_000) said += chunk.toString("utf8");
      if (said.includes("ready to accept connections")) resolve();
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`PostgreSQL ended with ${code ?? "a signal"}:\n${said}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // SIGINT is PostgreSQL's fast shutdown: connections that tests left open are cut.
  child.kill(process.platform === "win32" ? "SIGTERM" : "SIGINT");
  const impatience = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(impatience);
}
