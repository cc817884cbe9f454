import { signIn, type ApiClient } from "../testing/process/api-client.ts";
import { startApp } from "../testing/process/app-process.ts";
import { freePort } from "../testing/setup/free-port.ts";
import { withDataDir } from "./scratch.ts";

/** The running program, an administrator's session and a key that may send facts. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  readonly admin: ApiClient;
  /** Sends a body with the key. @returns the answer, read as JSON. */
  readonly send: (path: string, contentType: string, body: string | Uint8Array) => Promise<unknown>;
}

/** Starts the real program on a database, embedded when none is named, and stops it afterwards. */
export async function withProgram<T>(
  databaseUrl: string | undefined,
  work: (program: Program) => Promise<T>,
): Promise<T> {
  return withDataDir(async (dataDir) => {
    const app = await startApp({
      dataDir,
      port: await freePort(),
      env:
        databaseUrl === undefined
          ? {}
          : { DATABASE_URL: databaseUrl, APP_SECRET: "bench-secret-bench-secret-bench-secret" },
    });
    try {
      const admin = await signIn(app.url);
      const { key } = await admin.post<{ key: string }>("/api/v1/api-keys", {
        name: "bench",
        role: "growth",
        scopes: ["ingest"],
      });
      const send = async (path: string, contentType: string, body: string | Uint8Array) => {
        const response = await fetch(`${app.url}${path}`, {
          method: "POST",
          headers: { authorization: `Bearer ${key}`, "content-type": contentType },
          body: typeof body === "string" ? body : new Uint8Array(body),
        });
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
        return JSON.parse(text) as unknown;
      };
      return await work({ url: app.url, pid: app.pid, admin, send });
    } finally {
      await app.stop();
    }
  });
}

/** Waits until every stored fact is in the cells. */
export async function untilCounted(program: Program): Promise<void> {
  for (;;) {
    const { waiting } = await program.admin.get<{ waiting: number }>("/api/v1/cells");
    if (waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
