import type { Agent } from "undici";
import { afterAll } from "vitest";
import type { PrismaClient } from "../../adapters/db/generated/client.ts";
import { createGraphClient } from "../../adapters/graph-api/graph-client.ts";
import { createGraphAgent } from "../../adapters/graph-api/graph-http.ts";
import { createLog } from "../../adapters/log.ts";
import { packBody, unpackBody } from "../../adapters/whatsapp-webhook/pack-body.ts";
import { parseEnvelope } from "../../adapters/whatsapp-webhook/parse-envelope.ts";
import { verifySignature } from "../../adapters/whatsapp-webhook/verify-signature.ts";
import { startGraphDouble, type GraphDouble, type GraphDoubleOptions } from "../../sandbox/graph-double.ts";
import { createUniformWorld } from "../../sandbox/world.ts";
import type { ServicePorts } from "../../services/context.ts";
import { testPorts, type FakeClock, type TestPorts } from "./service-context.ts";

type Overrides = Partial<Omit<ServicePorts, "clock" | "webhooks">> & { clock?: FakeClock };

const doubles: GraphDouble[] = [];
const agents: Agent[] = [];

afterAll(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.close()));
  await Promise.all(doubles.splice(0).map((double) => double.close()));
});

/**
 * Ports with the real Graph client and the real webhook adapters; everything else as in `testPorts`. The client waits
 * for nothing between tries, and its log lines stand in `seen.logged`.
 */
export function graphPorts(
  database: { readonly client: PrismaClient },
  overrides: Overrides = {},
): TestPorts {
  const ports = testPorts(database, overrides);
  const agent = createGraphAgent();
  agents.push(agent);
  const log = createLog("debug", {
    write: (line) => {
      const fields = JSON.parse(line) as { msg: string };
      ports.seen.logged.push({ level: "debug", fields, message: fields.msg });
    },
  });
  const random = { fraction: () => 0.5 };
  return {
    ...ports,
    graphApi: createGraphClient({ agent, clock: ports.clock, log, random, sleep: () => Promise.resolve() }),
    webhooks: { ...ports.webhooks, verifySignature, parseEnvelope, packBody, unpackBody },
    ...overrides,
    clock: ports.clock,
  };
}

/** A Graph double on loopback with a world that stands still: 2 WABAs with 2 GREEN numbers each unless told. */
export async function givenGraph(
  ports: TestPorts,
  options: Partial<GraphDoubleOptions> & { wabas?: number; numbersPerWaba?: number; seed?: number } = {},
): Promise<GraphDouble> {
  const { wabas = 2, numbersPerWaba = 2, seed = 1, ...rest } = options;
  const now = () => ports.clock.now().getTime();
  const world = createUniformWorld({ wabas, numbersPerWaba, seed, now });
  const double = await startGraphDouble({ world, now, ...rest });
  doubles.push(double);
  return double;
}
