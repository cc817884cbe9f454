import type { GraphApiPort, GraphCredentials } from "../../core/collection/graph-api-port.ts";
import { createGraphClient } from "../../adapters/graph-api/graph-client.ts";
import { createGraphAgent, type GraphTimeouts } from "../../adapters/graph-api/graph-http.ts";
import { createLog } from "../../adapters/log.ts";
import { startGraphDouble, type GraphDouble, type GraphDoubleOptions } from "../../sandbox/graph-double.ts";
import { createUniformWorld } from "../../sandbox/world.ts";

/** The real Graph client in front of a Graph double on loopback, with what a test wants to look at. */
export interface ClientOnDouble {
  readonly double: GraphDouble;
  readonly client: GraphApiPort;
  readonly credentials: GraphCredentials;
  /** Milliseconds of every wait between tries; nothing is really waited for. */
  readonly waits: number[];
  /** Warnings logged, as JSON lines. */
  readonly warnings: string[];
  /** Moves the clock of client and double on. Time stands still otherwise, also while the client waits. */
  advance(milliseconds: number): void;
  readonly portfolioId: string;
  /** The first of two WABAs, with five GREEN numbers. */
  readonly wabaId: string;
  /** Ids of its numbers, in the order of the double's list. */
  readonly numberIds: readonly string[];
  close(): Promise<void>;
}

export async function clientOnDouble(
  options: Partial<GraphDoubleOptions> & { timeouts?: GraphTimeouts; fraction?: number } = {},
): Promise<ClientOnDouble> {
  const { timeouts, fraction = 0.5, ...rest } = options;
  let current = Date.UTC(2026, 9, 6, 9);
  const now = () => current;
  const world = createUniformWorld({ wabas: 2, numbersPerWaba: 5, seed: 1, now });
  const double = await startGraphDouble({ world, now, ...rest });
  const agent = createGraphAgent(timeouts);
  const waits: number[] = [];
  const warnings: string[] = [];
  const client = createGraphClient({
    agent,
    clock: { now: () => new Date(current), monotonicMs: now },
    log: createLog("warn", { write: (line) => void warnings.push(line) }),
    random: { fraction: () => fraction },
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  const portfolio = world.portfolios[0];
  const waba = portfolio?.wabas[0];
  if (portfolio === undefined || waba === undefined) throw new Error("The uniform world has no WABA.");
  return {
    double,
    client,
    credentials: {
      baseUrl: double.url,
      apiVersion: "v25.0",
      accessToken: double.accessToken,
      appId: double.appId,
      appSecret: double.appSecret,
    },
    waits,
    warnings,
    advance: (milliseconds) => {
      current += milliseconds;
    },
    portfolioId: portfolio.id,
    wabaId: waba.id,
    numberIds: waba.phoneNumbers.map((number) => number.id),
    async close() {
      await agent.destroy();
      await double.close();
    },
  };
}
