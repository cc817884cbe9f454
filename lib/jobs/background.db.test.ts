import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../adapters/db/open-database.ts";
import { openPollRun } from "../adapters/db/poll-runs.ts";
import { channelReceiver } from "../testing/builders/channel-receiver.ts";
import { clearDatabase } from "../testing/builders/clear-database.ts";
import { givenChannel } from "../testing/builders/given-channel.ts";
import { givenConnection } from "../testing/builders/given-connection.ts";
import { givenGraph, graphPorts } from "../testing/builders/graph-ports.ts";
import type { TestPorts } from "../testing/builders/service-context.ts";
import { createTestDatabase } from "../testing/setup/test-database.ts";
import { startBackground, type Background } from "./background.ts";
import { startQueue, type Queue } from "./queue.ts";
import { crons, loops } from "./schedule.ts";

let database: Database;
let queue: Queue;
let ports: TestPorts;
let background: Background | null = null;
let receiver: ReturnType<typeof channelReceiver>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  receiver = channelReceiver();
  ports = graphPorts(database, {
    sendToChannel: receiver.send,
    // As the runtime plugs it: what one loop writes, the next sees at once.
    poke: (loop) => background?.poke(loop),
  });
  queue = await startQueue(database, { supervise: true, onError: () => undefined });
  return async () => {
    await queue.stop();
    await background?.stop();
    background = null;
  };
});

/** Resolves when the channel has been told `count` times. */
function told(count: number): Promise<string[]> {
  return new Promise((resolve) => {
    receiver.answerWith(() => {
      const titles = receiver.received.map(({ notification }) => notification.title);
      if (titles.length === count) resolve(titles);
      return { outcome: "sent", detail: "ok" };
    });
  });
}

describe("the background", () => {
  it("polls what is due, opens incidents and tells people, without a hand", async () => {
    const graph = await givenGraph(ports);
    await givenChannel(ports, "on-call");
    graph.world.setRating(graph.world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!.id, "RED");
    await givenConnection(ports, graph);
    const first = told(1);
    background = await startBackground(ports, queue, "worker-1");
    expect(await first).toEqual([
      "[SEV1] Uniform Shop 1 Line 1 (+999 001 000000): quality rating is RED at first sight",
    ]);
    expect(await database.client.worker.findMany()).toMatchObject([{ id: "worker-1", role: "worker" }]);
    const { rows } = await database.executeSql("select name, cron from pgboss.schedule order by name");
    const planned = crons.map(({ name, cron }) => ({ name, cron }));
    expect(rows).toEqual(planned.sort((one, other) => one.name.localeCompare(other.name)));
  });

  it("P5 takes up the round that a killed process left behind", async () => {
    const graph = await givenGraph(ports);
    await givenChannel(ports, "on-call");
    graph.world.setRating(graph.world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!.id, "YELLOW");
    const place = await givenConnection(ports, graph);
    await openPollRun(database.client, { ...place, trigger: "manual" });
    await database.client.$executeRaw`
      update poll_run set lease_token = 'of-the-dead', attempt = 1, lease_until = now() - interval '1 second'`;
    const first = told(1);
    background = await startBackground(ports, queue, "worker-1");
    await first;
    expect(await database.client.pollRun.findFirst({ where: { trigger: "manual" } })).toMatchObject({
      attempt: 2,
    });
  });

  it("F51 stops and signs off", async () => {
    background = await startBackground(ports, queue, "worker-1");
    await queue.stop();
    await background.stop();
    expect(await database.client.worker.count()).toBe(0);
    background = null;
  });

  it("names every loop once", () => {
    expect(loops.map(({ name }) => name)).toEqual([
      "polls",
      "reads",
      "webhooks",
      "cells",
      "fatigue",
      "spikes",
      "spike-causes",
      "budgets",
      "launch-guards",
      "launch-open-days",
      "replays",
      "transitions",
      "deliveries",
      "holds",
      "hold-orders",
      "silence",
      "opt-outs",
      "spike-alerts",
      "launch-alerts",
      "budget-alerts",
      "contact-keys",
      "import-undos",
      "pages",
      "sign-of-life",
    ]);
  });
});
