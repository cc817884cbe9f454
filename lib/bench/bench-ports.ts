import type { Database } from "../adapters/db/open-database.ts";
import { readEnv } from "../adapters/env.ts";
import { createLog } from "../adapters/log.ts";
import { deriveKeys } from "../adapters/secrets/derive-keys.ts";
import { buildPorts } from "../runtime/build-ports.ts";
import type { ServicePorts } from "../services/context.ts";

/** The product's own ports over a scratch database, with loopback allowed for receivers. */
export function benchPorts(database: Database): { ports: ServicePorts; close: () => Promise<void> } {
  return buildPorts({
    env: readEnv({ OUTBOUND_ALLOW: "127.0.0.1", LOG_LEVEL: "silent" }),
    database,
    log: createLog("silent"),
    keys: deriveKeys("bench-secret-bench-secret-bench-secret"),
    sandbox: {
      ensureStarted: () => Promise.reject(new Error("not used")),
      stop: () => Promise.resolve(),
      scenarios: () => [],
      current: () => null,
      startScenario: () => undefined,
      shopMethods: () => [],
      isTellingFacts: () => false,
      tellFacts: () => undefined,
    },
    poke: () => undefined,
    requestRepoll: () => Promise.resolve(),
  });
}
