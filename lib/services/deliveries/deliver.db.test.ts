import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { claimDeliveries } from "../../adapters/db/deliveries.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import type { SendResult } from "../../core/alerting/notification.ts";
import { channelReceiver, type ChannelReceiver } from "../../testing/builders/channel-receiver.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenChannel } from "../../testing/builders/given-channel.ts";
import { givenTransition } from "../../testing/builders/given-transition.ts";
import { testContext, testPorts, type TestPorts } from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { removeChannel, updateChannel } from "../channels/update.ts";
import { getIncident } from "../incidents/get.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { deliver } from "./deliver.ts";

let database: Database;
let ports: TestPorts;
let receiver: ChannelReceiver;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  receiver = channelReceiver();
  ports = testPorts(database, { sendToChannel: receiver.send });
  await givenChannel(ports, "first");
});

const context = () => testContext(database, { ports });
const rows = (where: object = {}) => database.client.delivery.findMany({ where, orderBy: { id: "asc" } });
const attempts = () =>
  database.client.deliveryAttempt.findMany({ orderBy: [{ deliveryId: "asc" }, { number: "asc" }] });
const channel = (id = "first") => database.client.channel.findFirstOrThrow({ where: { id } });
const received = () => receiver.received.map(({ notification }) => notification.reason);
const letLeasesExpire = () =>
  database.client.$executeRaw`update delivery set locked_until = now() - interval '1 second'`;
const makeDue = () =>
  database.client.$executeRaw`update delivery set next_attempt_at = now() - interval '1 second'`;

async function step(change: `${string}→${string}`, subjectId = "number-1") {
  ports.clock.advance(60_000);
  await givenTransition(ports, change, { subjectId });
  await processTransitions(ports);
}
/** Seconds of database time until the only waiting message is due. */
async function secondsUntilDue() {
  const [row] = await database.client.$queryRaw<{ seconds: number }[]>`
    select extract(epoch from next_attempt_at - now())::float8 as seconds from delivery where state = 'waiting'`;
  return row!.seconds;
}
const retry = (retryAfterSeconds: number | null = null): SendResult => ({
  outcome: "retry",
  detail: "HTTP 503",
  retryAfterSeconds,
});

/** A promise that the test settles. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: ((value: T) => void) | undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve: (value) => resolve?.(value) };
}

describe("a message", () => {
  it("is sent once, with what the channel needs, and stands in log and timeline", async () => {
    await step("GREEN→RED");
    expect(await deliver(ports)).toBe(1);
    expect(await deliver(ports)).toBe(0);
    expect(receiver.received).toMatchObject([
      {
        config: { kind: "webhook", url: "https://hooks.example/first?key=secret-of-first" },
        notification: { reason: "opened", severity: "SEV1", dedupeKey: (await rows())[0]!.dedupeKey },
      },
    ]);
    expect(await rows()).toMatchObject([
      { state: "sent", sentAt: ports.clock.now(), attemptCount: 1, leaseToken: null, lockedUntil: null },
    ]);
    const { id } = await database.client.incident.findFirstOrThrow();
    const detail = await getIncident(context(), id);
    expect(detail.timeline.map(({ kind, text }) => [kind, text]).at(-1)).toEqual([
      "notified",
      "Channel first was told (opened).",
    ]);
    expect(detail.deliveries).toMatchObject([
      { state: "sent", nextAttemptAt: null, attempts: [{ number: 1, outcome: "sent", detail: "HTTP 200" }] },
    ]);
  });

  it("F45 is sent once by many processes", async () => {
    for (let index = 0; index < 12; index++) await step("GREEN→RED", `n${index}`);
    await Promise.all(Array.from({ length: 5 }, () => deliver(ports)));
    while ((await deliver(ports)) > 0);
    expect(receiver.received).toHaveLength(12);
    expect(new Set(receiver.received.map(({ notification }) => notification.dedupeKey)).size).toBe(12);
  });
});

describe("F54 a receiver in trouble", () => {
  it("is tried again after 5 s, then 30 s, then 2 min, with the same key", async () => {
    await step("GREEN→RED");
    receiver.answerWith(() => retry());
    // 5 s, 30 s, 2 min (docs/alerting.md) and half of 10 % of jitter.
    for (const [number, seconds] of [
      [1, 5],
      [2, 30],
      [3, 120],
    ] as const) {
      expect(await deliver(ports)).toBe(1);
      expect(await rows()).toMatchObject([{ state: "waiting", attemptCount: number, leaseToken: null }]);
      expect(await secondsUntilDue()).toBeGreaterThan(seconds * 1.05 - 1);
      expect(await secondsUntilDue()).toBeLessThanOrEqual(seconds * 1.05);
      expect(await deliver(ports)).toBe(0);
      await makeDue();
    }
    receiver.answerWith(() => ({ outcome: "sent", detail: "HTTP 200" }));
    await deliver(ports);
    expect(new Set(receiver.received.map(({ notification }) => notification.dedupeKey)).size).toBe(1);
    expect((await attempts()).map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
      "1 retry",
      "2 retry",
      "3 retry",
      "4 sent",
    ]);
    expect(await channel()).toMatchObject({ state: "active", lastError: null });
  });

  it("F52 is left alone for as long as it asks", async () => {
    await step("GREEN→RED");
    receiver.answerWith(() => retry(95));
    await deliver(ports);
    expect(await secondsUntilDue()).toBeGreaterThan(94);
    expect(await secondsUntilDue()).toBeLessThanOrEqual(95);
    expect(await channel()).toMatchObject({ state: "active", lastError: "HTTP 503" });
  });

  it("P2 ends after twelve tries as a dead letter that everybody can see", async () => {
    await step("GREEN→RED");
    receiver.answerWith(() => retry());
    for (let attempt = 1; attempt <= 12; attempt++) {
      expect(await deliver(ports)).toBe(1);
      await makeDue();
    }
    expect(await deliver(ports)).toBe(0);
    expect(await rows()).toMatchObject([{ state: "dead", attemptCount: 12, sentAt: null }]);
    const last = await database.client.incidentEvent.findFirst({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({ kind: "undelivered", text: "Channel first could not be told: HTTP 503" });
  });

  it("F53 that refuses for good is marked broken, told of the next incident all the same, and healed by success", async () => {
    await step("GREEN→RED");
    receiver.answerWith(() => ({ outcome: "failed", detail: "HTTP 410: gone", channelBroken: true }));
    await deliver(ports);
    expect(await rows()).toMatchObject([{ state: "dead", attemptCount: 1 }]);
    expect(await channel()).toMatchObject({ state: "broken", lastError: "HTTP 410: gone" });
    receiver.answerWith(() => ({ outcome: "sent", detail: "HTTP 200" }));
    await step("GREEN→RED", "number-2");
    await deliver(ports);
    expect(await channel()).toMatchObject({ state: "active", lastError: null });
  });

  it("a message that one refuses for its own sake leaves the channel working", async () => {
    await step("GREEN→RED");
    receiver.answerWith(() => ({ outcome: "failed", detail: "HTTP 400", channelBroken: false }));
    await deliver(ports);
    expect(await rows()).toMatchObject([{ state: "dead" }]);
    expect(await channel()).toMatchObject({ state: "active", lastError: "HTTP 400" });
  });
});

describe("order", () => {
  it("F56 the end never overtakes the beginning on the same channel, and other channels do not wait", async () => {
    await givenChannel(ports, "second");
    receiver.answerWith((config) =>
      config.kind === "webhook" && config.url.includes("/first")
        ? retry()
        : { outcome: "sent", detail: "ok" },
    );
    await step("GREEN→RED");
    await deliver(ports);
    await step("RED→GREEN");
    await deliver(ports);
    expect(await rows({ channelId: "first" })).toMatchObject([
      { reason: "opened", state: "waiting" },
      { reason: "resolved", state: "waiting", attemptCount: 0 },
    ]);
    expect(await rows({ channelId: "second" })).toMatchObject([{ state: "sent" }, { state: "sent" }]);

    receiver.received.length = 0;
    receiver.answerWith(() => ({ outcome: "sent", detail: "ok" }));
    await makeDue();
    while ((await deliver(ports)) > 0);
    expect(received()).toEqual(["opened", "resolved"]);
  });

  it("another incident does not wait for it", async () => {
    receiver.answerWith(() => retry());
    await step("GREEN→RED");
    await deliver(ports);
    receiver.answerWith(() => ({ outcome: "sent", detail: "ok" }));
    await step("GREEN→RED", "number-2");
    expect(await deliver(ports)).toBe(1);
    expect((await rows()).map(({ state }) => state)).toEqual(["waiting", "sent"]);
  });
});

describe("F44 a process that dies between sending and booking", () => {
  it("sends again with the same key, and no sooner than its lease ends", async () => {
    await step("GREEN→RED");
    const [claimed] = await claimDeliveries(database.client, 10, "of-the-dead");
    await receiver.send({ kind: "email", to: [] }, claimed!.message);
    expect(await deliver(ports)).toBe(0);
    await letLeasesExpire();
    expect(await deliver(ports)).toBe(1);
    const keys = receiver.received.map(({ notification }) => notification.dedupeKey);
    expect(keys).toEqual([claimed!.message.dedupeKey, claimed!.message.dedupeKey]);
    expect(await rows()).toMatchObject([{ state: "sent", attemptCount: 2 }]);
    expect(await attempts()).toMatchObject([{ number: 2, outcome: "sent" }]);
  });

  it("F41 cannot book once another process has the message", async () => {
    await step("GREEN→RED");
    receiver.answerWith(async () => {
      receiver.answerWith(() => ({ outcome: "sent", detail: "by the other" }));
      await letLeasesExpire();
      await deliver(ports);
      return { outcome: "failed", detail: "too late", channelBroken: true };
    });
    await deliver(ports);
    expect(await rows()).toMatchObject([{ state: "sent", attemptCount: 2 }]);
    expect(await attempts()).toMatchObject([{ number: 2, detail: "by the other" }]);
    expect(await channel()).toMatchObject({ state: "active", lastError: null });
    expect(await database.client.incidentEvent.count({ where: { kind: "undelivered" } })).toBe(0);
  });
});

describe("channels that are no longer there", () => {
  it.each([
    ["removed", () => removeChannel(context(), "first")],
    ["switched off", () => updateChannel(context(), "first", { state: "off" })],
  ])("a %s channel is not written to any more; what waited ends visibly", async (_, end) => {
    await step("GREEN→RED");
    await end();
    expect(await deliver(ports)).toBe(1);
    expect(receiver.received).toEqual([]);
    expect(await rows()).toMatchObject([{ state: "dead" }]);
    await step("GREEN→RED", "number-2");
    expect(await rows()).toHaveLength(1);
  });

  it("stays off or removed when a late result comes in", async () => {
    await step("GREEN→RED");
    receiver.answerWith(async () => {
      await updateChannel(context(), "first", { state: "off" });
      return { outcome: "failed", detail: "HTTP 410", channelBroken: true };
    });
    await deliver(ports);
    expect(await channel()).toMatchObject({ state: "off" });
  });
});

describe("one bad channel among good ones", () => {
  it("that hangs delays no other, however many messages there are for both", async () => {
    await givenChannel(ports, "second");
    const numbers = 30;
    const { promise: hanging, resolve: letGo } = deferred<SendResult>();
    const { promise: secondHeardAll, resolve: allOfSecond } = deferred<undefined>();
    let heard = 0;
    receiver.answerWith((config) => {
      if (config.kind === "webhook" && config.url.includes("/first")) return hanging;
      if (++heard === numbers) allOfSecond(undefined);
      return { outcome: "sent", detail: "ok" };
    });
    for (let index = 0; index < numbers; index++)
      await givenTransition(ports, "GREEN→RED", { subjectId: `n${index}` });
    await processTransitions(ports);
    const round = deliver(ports);
    await secondHeardAll;
    expect(await database.client.delivery.count({ where: { channelId: "first", state: "sent" } })).toBe(0);
    letGo({ outcome: "sent", detail: "at last" });
    expect(await round).toBe(2 * numbers);
    expect(await database.client.delivery.count({ where: { state: "sent" } })).toBe(2 * numbers);
  });

  it("whose messages are all booked while more is being claimed does not end the round: the rest follow", async () => {
    await givenChannel(ports, "second");
    const perChannel = 6;
    const { promise: hanging, resolve: letGo } = deferred<SendResult>();
    const { promise: allBooked, resolve: bookedAll } = deferred<undefined>();
    receiver.answerWith((config) =>
      config.kind === "webhook" && config.url.includes("/first")
        ? hanging
        : { outcome: "sent", detail: "ok" },
    );
    for (let index = 0; index < perChannel; index++)
      await givenTransition(ports, "GREEN→RED", { subjectId: `n${index}` });
    await processTransitions(ports);
    let booked = 0;
    let held = false;
    const { client } = database;
    const db = Object.create(client, {
      $transaction: {
        value: async (work: Parameters<typeof client.$transaction>[0]) => {
          const result: unknown = await client.$transaction(work as never);
          // The four that hang, and all of the other channel.
          if (++booked === perChannel + 4) bookedAll(undefined);
          return result;
        },
      },
      $queryRaw: {
        value: async (...query: Parameters<typeof client.$queryRaw>) => {
          const rows = await client.$queryRaw<unknown[]>(...query);
          if (held || rows.length > 0 || booked < perChannel) return rows;
          // The claim saw four messages under way and took nothing; before it comes back they are through.
          held = true;
          letGo({ outcome: "sent", detail: "at last" });
          await allBooked;
          await new Promise((resolve) => setImmediate(resolve));
          return rows;
        },
      },
    }) as typeof client;
    expect(await deliver({ ...ports, db })).toBe(2 * perChannel);
    expect(held).toBe(true);
  });

  it("P2 whose address can no longer be decrypted is tried again and ends visibly, and the others are told", async () => {
    await givenChannel(ports, "second");
    await database.client.channel.updateMany({
      where: { id: "first" },
      data: { configCipher: Buffer.from("somebody/else\n{}") },
    });
    await step("GREEN→RED");
    expect(await deliver(ports)).toBe(2);
    expect(await rows({ channelId: "second" })).toMatchObject([{ state: "sent" }]);
    expect(await rows({ channelId: "first" })).toMatchObject([{ state: "waiting", leaseToken: null }]);
    expect((await attempts()).map(({ outcome }) => outcome).sort()).toEqual(["retry", "sent"]);
    expect((await channel()).lastError).toContain("could not be sent");
  });
});
