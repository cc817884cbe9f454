import { randomBytes } from "node:crypto";
import type { Log } from "../adapters/log.ts";
import { DEMO_SPEED } from "../sandbox/demo-story.ts";
import { startGraphDouble, type GraphDouble } from "../sandbox/graph-double.ts";
import { createWebhookSender } from "../sandbox/webhook-sender.ts";
import { startWorldWebhooks } from "../sandbox/world-webhooks.ts";
import { createWorld } from "../sandbox/world.ts";
import type { SandboxEndpoint, SandboxPort } from "../services/context.ts";

/** A sample is enough to show the path; the world sends far more than a demonstration needs stored. */
const statusesPerSecond = 1;
const seed = 20_260_301;

/**
 * Runs the Graph double in this process on a loopback port, with its webhooks coming to our own endpoint over HTTP.
 * Its credentials are made anew at every start: nobody can use them elsewhere.
 */
export function createSandboxHost(options: { ownUrl: () => string; log: Log }): SandboxPort {
  let running: Promise<{ double: GraphDouble; stopWebhooks: () => Promise<void> }> | null = null;

  async function start() {
    const world = createWorld({ seed, now: () => Date.now(), speed: DEMO_SPEED, story: "demo" });
    const secret = () => randomBytes(18).toString("hex");
    const double = await startGraphDouble({
      world,
      appId: "771200345561208",
      appSecret: secret(),
      accessToken: `SANDBOX${secret()}`,
      verifyToken: secret(),
      log: (line) => options.log.debug({}, line),
    });
    const sender = createWebhookSender({
      callbackUrl: `${options.ownUrl()}/api/webhooks/meta`,
      appSecret: double.appSecret,
      now: () => Date.now(),
      seed,
    });
    return { double, stopWebhooks: startWorldWebhooks(world, sender, { statusesPerSecond }) };
  }

  return {
    async ensureStarted(): Promise<SandboxEndpoint> {
      running ??= start();
      running.catch(() => (running = null));
      const { double } = await running;
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
    async stop() {
      const present = running;
      running = null;
      if (present === null) return;
      const { double, stopWebhooks } = await present;
      await stopWebhooks();
      await double.close();
    },
  };
}
