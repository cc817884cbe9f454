import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** The real program in a process of its own, as a person would start it. */
export interface AppProcess {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from spawn to the first 200 of /readyz. */
  readonly readyAfterMs: number;
  /** Everything it printed so far. */
  output(): string;
  /** SIGTERM, then waits; returns the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, then waits. */
  kill(): Promise<void>;
}

export interface AppProcessOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

export const adminEmail = "admin@example.com";
export const adminPassword = "tram-window-basil-42";

/** Starts the program and waits until it is ready. @throws with its output when it ends or stays unready. */
export async function startApp(options: AppProcessOptions): Promise<AppProcess> {
  const startedAt = performance.now();
  const child = spawnApp(options);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const url = `http://127.0.0.1:${options.port}`;
  const deadline = startedAt + (options.timeoutMs ?? 120_000);
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${output}`);
    if (performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`the program did not become ready:\n${output}`);
    }
    await sleep(25);
  }
  return {
    url,
    pid: child.pid ?? 0,
    readyAfterMs: performance.now() - startedAt,
    output: () => output,
    stop: async () => {
      child.kill("SIGTERM");
      return ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

export interface WorkerProcess {
  /** SIGKILL, then waits; harmless when it has ended. */
  kill(): Promise<void>;
}

/** Starts a process that works and serves nobody (`npm run worker`); it is ready when its work shows. */
export function startWorker(options: AppProcessOptions): WorkerProcess {
  const child = spawnApp({ ...options, args: ["--role=worker"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function spawnApp(options: AppProcessOptions): ChildProcess {
  const script = path.join("lib", "runtime", "start.ts");
  return spawn(process.execPath, ["--import", "tsx", script, ...(options.args ?? [])], {
    env: {
      NODE_ENV: "production",
      ENV_FILE: "",
      PATH: process.env["PATH"] ?? "",
      HOME: process.env["HOME"] ?? "",
      DATA_DIR: options.dataDir,
      PORT: String(options.port),
      ADMIN_EMAIL: adminEmail,
      ADMIN_PASSWORD: adminPassword,
      LOG_LEVEL: "warn",
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/readyz`);
    return response.status === 200;
  } catch {
    return false;
  }
}
