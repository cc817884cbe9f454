import { randomBytes } from "node:crypto";
import type { Log } from "../adapters/log.ts";
import { allScenarios } from "../sandbox/scenarios/all-scenarios.ts";
import { shopMethods } from "../sandbox/shop/shop-registry.ts";
import { startSandbox, type Sandbox } from "../sandbox/start-sandbox.ts";
import type { SandboxEndpoint, SandboxPort } from "../services/context.ts";

/** About ten statuses a second on average: enough to compare sources within minutes, and a laptop bears it. */
const statusesPerSecond = 20;
/** What happens within a second goes out together. */
const tickMs = 1_000;
const seed = 20_260_301;

/**
 * Runs the Graph double in this process on a loopback port, with its webhooks coming to our own endpoint over HTTP.
 * Its credentials are made anew at every start: nobody can use them elsewhere.
 */
export function createSandboxHost(options: { ownUrl: () => string; log: Log }): SandboxPort {
  let running: Promise<Sandbox> | null = null;
  /** The same once it has started, for questions that cannot wait. */
  let present: Sandbox | null = null;
  let isTelling = false;

  async function start(): Promise<Sandbox> {
    const secret = () => randomBytes(18).toString("hex");
    return startSandbox({
      seed,
      now: () => Date.now(),
      statusesPerSecond,
      tickMs,
      callbackUrl: `${options.ownUrl()}/api/webhooks/meta`,
      appId: "771200345561208",
      appSecret: secret(),
      accessToken: `SANDBOX${secret()}`,
      verifyToken: secret(),
      log: (line) => options.log.debug({}, line),
    });
  }

  return {
    async ensureStarted(): Promise<SandboxEndpoint> {
      running ??= start();
      running.catch(() => (running = null));
      const sandbox = await running;
      present = sandbox;
      const { double } = sandbox;
      const [portfolio] = double.world.portfolios;
      if (portfolio === undefined) throw new Error("the sandbox's world has no portfolio");
      return {
        graphBaseUrl: double.url,
        businessId: portfolio.id,
        appId: double.appId,
        appSecret: double.appSecret,
        accessToken: double.accessToken,
        verifyToken: double.verifyToken,
      };
    },
    scenarios: () => allScenarios,
    current() {
      if (present === null) return null;
      const { scenario, startedAt } = present.current();
      return { scenarioId: scenario.id, startedAt: new Date(startedAt) };
    },
    startScenario(id) {
      if (present === null) throw new Error("the sandbox does not run");
      present.start(id);
    },
    shopMethods: () => shopMethods,
    isTellingFacts: () => isTelling,
    tellFacts(apiKey) {
      isTelling = apiKey !== null;
      present?.tellFactsTo(apiKey === null ? null : { baseUrl: options.ownUrl(), apiKey });
    },
    async stop() {
      const stopping = running;
      running = null;
      present = null;
      isTelling = false;
      if (stopping === null) return;
      const sandbox = await stopping;
      await sandbox.close();
    },
  };
}
