/**
 * `npm run bench [-- name …]`: measures what the product promises on this machine and prints a table; the same as JSON
 * goes to bench-results/. Exit code 1 when a target is missed.
 */
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ensureBuild } from "../runtime/ensure-build.ts";
import { ensureClient } from "../runtime/ensure-client.ts";
import type { Figure } from "./figure.ts";

type Bench = () => Promise<Figure[]>;

const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  start: async () => (await import("./start.bench.ts")).benchStart,
  poll: async () => {
    const { benchPoll, smallPoll } = await import("./poll.bench.ts");
    return () => benchPoll(undefined, smallPoll);
  },
  "poll-server": async () => {
    const { benchPoll, smallPoll } = await import("./poll.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer((url) => benchPoll(url, smallPoll));
  },
  "poll-large": async () => {
    const { benchPoll, largePoll } = await import("./poll.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer((url) => benchPoll(url, largePoll));
  },
  webhook: async () => (await import("./webhook.bench.ts")).benchWebhook,
  events: async () => {
    const { benchWebhookEvents } = await import("./webhook-events.bench.ts");
    const { withServer } = await import("./with-server.ts");
    const load = { batchesPerSecond: 11, seconds: 60, target: 10_000 };
    return () => withServer((url) => benchWebhookEvents({ ...load, databaseUrl: url }), { durable: true });
  },
  "events-embedded": async () => {
    const { benchWebhookEvents } = await import("./webhook-events.bench.ts");
    const load = { batchesPerSecond: 3, seconds: 60, target: 2_000 };
    return () => benchWebhookEvents({ ...load, databaseUrl: undefined });
  },
  replay: async () => {
    const { benchReplay } = await import("./replay.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer((url) => benchReplay(url, 1_000), { durable: true });
  },
  memory: async () => {
    const { benchMemory } = await import("./memory.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer(benchMemory, { durable: true });
  },
  "opt-ins": async () => {
    const { benchOptIns } = await import("./opt-ins.bench.ts");
    const { withServer } = await import("./with-server.ts");
    const load = { rows: 1_000_000, target: 15_000 };
    return () => withServer((url) => benchOptIns({ ...load, databaseUrl: url }), { durable: true });
  },
  "opt-ins-embedded": async () => {
    const { benchOptIns } = await import("./opt-ins.bench.ts");
    return () => benchOptIns({ databaseUrl: undefined, rows: 200_000, target: 4_000 });
  },
  "csv-browser": async () => (await import("./csv-browser.bench.ts")).benchCsvBrowser,
  visible: async () => {
    const { benchVisible } = await import("./visible.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer(benchVisible, { durable: true });
  },
  cells: async () => {
    const { benchCells } = await import("./cells.bench.ts");
    const { withServer } = await import("./with-server.ts");
    const load = { exposures: 10_000_000, signals: 100_000 };
    return () => withServer((url) => benchCells(url, load));
  },
  spikes: async () => {
    const { benchSpikes } = await import("./spikes.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer(benchSpikes, { durable: true });
  },
  "spike-round": async () => (await import("./spike-round.bench.ts")).benchSpikeRound,
  guards: async () => {
    const { benchGuards } = await import("./guards.bench.ts");
    const { withServer } = await import("./with-server.ts");
    return () => withServer(benchGuards, { durable: true });
  },
  "guard-round": async () => (await import("./guard-round.bench.ts")).benchGuardRound,
  attribution: async () => (await import("./attribution.bench.ts")).benchAttribution,
  alert: async () => (await import("./alert.bench.ts")).benchAlert,
  kill: async () => (await import("./kill.bench.ts")).benchKill,
};

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`unknown benchmark ${unknown.join(", ")}; there are: ${Object.keys(benches).join(", ")}`);
    process.exit(1);
  }
  await ensureClient();
  await ensureBuild((line) => console.log(line));
  const figures: Figure[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
    console.log(`running ${name} …`);
    figures.push(...((await (await benches[name]?.())?.()) ?? []));
  }
  const machine = { cpu: os.cpus()[0]?.model ?? "unknown", cores: os.cpus().length, node: process.version };
  console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}\n`);
  for (const figure of figures) {
    const value = `${round(figure.value)} ${figure.unit}`;
    console.log(
      `${figure.met ? "ok  " : "MISS"}  ${figure.name}: ${value} (target ${figure.target} ${figure.unit}) ${figure.detail}`,
    );
  }
  await mkdir("bench-results", { recursive: true });
  const file = path.join("bench-results", `${new Date().toISOString().replace(/[:.]/g, "-")}.json`);
  await writeFile(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  console.log(`\nwritten to ${file}`);
  process.exit(figures.every((figure) => figure.met) ? 0 : 1);
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

await main(process.argv.slice(2));
