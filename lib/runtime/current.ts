import type { Env } from "../adapters/env.ts";
import type { Database } from "../adapters/db/open-database.ts";
import type { Queue } from "../jobs/queue.ts";
import type { ServicePorts } from "../services/context.ts";
import type { AuthOptions } from "next-auth";

/** What a running web process has plugged together; made once by the start script. */
export interface Runtime {
  readonly ports: ServicePorts;
  readonly database: Database;
  readonly env: Env;
  readonly queue: Queue;
  readonly authOptions: AuthOptions;
  readonly sessionSecret: string;
  readonly secureCookies: boolean;
  readonly version: string;
  /** True once the process has been told to stop. */
  stopping: boolean;
}

/**
 * Next.js bundles pages and route handlers apart from the start script, so a module variable here would exist several
 * times: the one runtime of the process hangs on globalThis, behind this accessor only.
 */
const place = Symbol.for("staygreen.runtime");
type Holder = Record<symbol, Runtime | undefined>;

export function setRuntime(runtime: Runtime): void {
  (globalThis as unknown as Holder)[place] = runtime;
}

/** @throws when called outside a started process, for example during a build. */
export function getRuntime(): Runtime {
  const runtime = (globalThis as unknown as Holder)[place];
  if (runtime === undefined)
    throw new Error("Staygreen is not running in this process; start it with npm start.");
  return runtime;
}
