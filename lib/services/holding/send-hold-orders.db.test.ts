import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { holdWorld, type HoldWorld } from "../../testing/builders/hold-world.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { Webhook } from "standardwebhooks";
import { createGuardedHttp } from "../../adapters/channels/guarded-http.ts";
import { postSigned } from "../../adapters/channels/webhook/post-signed.ts";
import { claimOrders } from "../../adapters/db/hold-orders.ts";
import { getActivationMethod } from "../registry/get-activation-method.ts";
import { approveHold } from "./approve-hold.ts";
import { askHold } from "./ask-hold.ts";
import { getHold } from "./get-hold.ts";
import { keepHold } from "./keep-hold.ts";
import { releaseHold } from "./release-hold.ts";
import { retryHold } from "./retry-hold.ts";
import { sendHoldOrders } from "./send-hold-orders.ts";
import { setHoldReceiver } from "./set-hold-receiver.ts";
import { watchHolds } from "./watch-holds.ts";

let database: Database;
let world: HoldWorld;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  world = await holdWorld(database);
});
const hour = 3_600_000;

describe("the way back", () => {
  it("goes by itself, step by step, and ends with the method launched again", async () => {
    await world.givenLive();
    const { methodId, holdId } = await world.givenHeld();
    for (const [share, state] of [
      [0.25, "ramping"],
      [0.5, "ramping"],
      [1, "released"],
    ] as const) {
      await watchHolds(world.ports);
      expect(await sendHoldOrders(world.ports)).toBe(0);
      world.ports.clock.advance(24 * hour);
      expect(await watchHolds(world.ports)).toBe(1);
      await sendHoldOrders(world.ports);
      expect(await getHold(world.admin, holdId)).toMatchObject({ state, share });
    }
    expect(world.bodies().map(({ type }) => type)).toEqual([
      "order.hold",
      "order.pace",
      "order.pace",
      "order.release",
    ]);
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("launched");
    expect((await getHold(world.admin, holdId)).endedAt).not.toBeNull();
  });

  it("stays while an incident about the launch is open since the hold, and says so once", async () => {
    await world.givenLive();
    const { methodId, holdId } = await world.givenHeld();
    world.ports.clock.advance(hour);
    const now = world.ports.clock.now();
    await database.client.incident.create({
      data: {
        ...{
          organizationId: "default",
          id: "i1",
          kind: "launch-guard-harmful",
          fingerprint: "f",
          openKey: "f",
        },
        ...{ severity: "SEV2", state: "open", title: "Still harmful", summary: "", phoneNumberId: null },
        ...{ subject: { activationMethodId: methodId }, openedAt: now, updatedAt: now },
      },
    });
    world.ports.clock.advance(24 * hour);
    await watchHolds(world.ports);
    world.ports.clock.advance(hour);
    await watchHolds(world.ports);
    const stays = await getHold(world.admin, holdId);
    expect(stays).toMatchObject({ state: "held", share: 0 });
    expect(stays.stayReason).toBe("an incident is open since the hold (Still harmful).");
    expect(stays.events.filter(({ text }) => text.startsWith("It stays"))).toHaveLength(1);
    await database.client.incident.updateMany({ data: { state: "resolved" } });
    world.ports.clock.advance(hour);
    await watchHolds(world.ports);
    await sendHoldOrders(world.ports);
    expect(await getHold(world.admin, holdId)).toMatchObject({
      state: "ramping",
      share: 0.25,
      stayReason: null,
    });
  });

  it("is kept by one world.person and cut short by two", async () => {
    await world.givenLive();
    const { methodId, holdId } = await world.givenHeld();
    expect(await keepHold(world.person("bea"), holdId, { keep: true })).toMatchObject({
      isKept: true,
      wayBack: [],
    });
    world.ports.clock.advance(100 * hour);
    expect(await watchHolds(world.ports)).toBe(0);
    expect((await releaseHold(world.person("bea"), holdId)).state).toBe("held");
    await expect(releaseHold(world.person("bea"), holdId)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await releaseHold(world.person("cem"), holdId)).state).toBe("ordering");
    await sendHoldOrders(world.ports);
    expect(await getHold(world.admin, holdId)).toMatchObject({ state: "released", share: 1 });
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("launched");
  });

  it("leaves a method alone that somebody retired meanwhile", async () => {
    await world.givenLive();
    const { methodId, holdId } = await world.givenHeld();
    await database.client.activationMethod.updateMany({
      where: { id: methodId },
      data: { state: "retired" },
    });
    await releaseHold(world.person("bea"), holdId);
    await releaseHold(world.person("cem"), holdId);
    await sendHoldOrders(world.ports);
    expect(await world.stateOf(holdId)).toBe("released");
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("retired");
  });
});

describe("orders", () => {
  /** Makes what waits due and gives up the lease of whoever died. */
  const soon = () =>
    database.client
      .$executeRaw`update hold_order set next_attempt_at = now(), locked_until = null where state in ('waiting', 'sending')`;

  it("are sent again with the same id and body after trouble, and every answer is kept", async () => {
    await world.givenLive();
    const { id } = await askHold(world.person("bea"), {
      activationMethodId: await world.givenMethod(),
      reason: "No",
    });
    await approveHold(world.person("cem"), id);
    world.answers.push({
      outcome: "retry",
      detail: "The receiver answered HTTP 500",
      retryAfterSeconds: null,
    });
    await sendHoldOrders(world.ports);
    expect(await world.stateOf(id)).toBe("ordering");
    expect(await sendHoldOrders(world.ports)).toBe(0);
    await soon();
    await sendHoldOrders(world.ports);
    const [one, two] = world.ports.seen.orders;
    expect(two).toEqual(one);
    const { state, orders } = await getHold(world.admin, id);
    expect(state).toBe("held");
    expect(orders).toMatchObject([
      {
        state: "accepted",
        attempts: [
          { number: 1, outcome: "retry", detail: "The receiver answered HTTP 500" },
          { outcome: "accepted" },
        ],
      },
    ]);
  });

  it("of a process that died while sending are sent again by another", async () => {
    await world.givenLive();
    const { id } = await askHold(world.person("bea"), {
      activationMethodId: await world.givenMethod(),
      reason: "No",
    });
    await approveHold(world.person("cem"), id);
    expect(await claimOrders(database.client, 10, "dead process")).toHaveLength(1);
    expect(await sendHoldOrders(world.ports)).toBe(0);
    await soon();
    await sendHoldOrders(world.ports);
    expect(await world.stateOf(id)).toBe("held");
  });

  it("that a receiver refuses for good end, and a world.person sends them again or gives up", async () => {
    await world.givenLive();
    const { id } = await askHold(world.person("bea"), {
      activationMethodId: await world.givenMethod(),
      reason: "No",
    });
    await approveHold(world.person("cem"), id);
    world.answers.push({ outcome: "failed", detail: "The receiver answered HTTP 404", channelBroken: false });
    await sendHoldOrders(world.ports);
    expect(await getHold(world.admin, id)).toMatchObject({ state: "failed", orders: [{ state: "failed" }] });
    expect((await retryHold(world.person("bea"), id)).state).toBe("ordering");
    await sendHoldOrders(world.ports);
    expect(await world.stateOf(id)).toBe("held");
  });

  it("that were replaced by newer ones are not sent any more", async () => {
    await world.givenLive();
    const { holdId } = await world.givenHeld();
    world.ports.clock.advance(24 * hour);
    await watchHolds(world.ports);
    world.answers.push({ outcome: "failed", detail: "HTTP 400", channelBroken: false });
    await sendHoldOrders(world.ports);
    await releaseHold(world.person("bea"), holdId);
    await releaseHold(world.person("cem"), holdId);
    await sendHoldOrders(world.ports);
    expect((await getHold(world.admin, holdId)).orders.map(({ kind, state }) => [kind, state])).toEqual([
      ["hold", "accepted"],
      ["pace", "failed"],
      ["release", "accepted"],
    ]);
  });

  it("reach a real receiver with a signature that the standardwebhooks library verifies", async () => {
    const received: { headers: Record<string, string>; body: string }[] = [];
    const statuses = [500, 204];
    const server: Server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        received.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(statuses.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const http = createGuardedHttp({ allow: ["127.0.0.1"] });
    try {
      const { secret } = await setHoldReceiver(world.admin, {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
      });
      await database.client.holdSetting.updateMany({ data: { mode: "live" } });
      const real = {
        ...world.ports,
        sendOrder: (receiver: { url: string; secret: string }, order: { id: string; body: string }) =>
          postSigned({ http, now: () => new Date() }, receiver, order),
      };
      const { id } = await askHold(world.person("bea"), {
        activationMethodId: await world.givenMethod(),
        reason: "No",
      });
      await approveHold(world.person("cem"), id);
      await sendHoldOrders(real);
      await soon();
      await sendHoldOrders(real);
      expect(await world.stateOf(id)).toBe("held");
      expect(received).toHaveLength(2);
      for (const { headers, body } of received)
        expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: "order.hold" });
      expect(received[1]?.headers["webhook-id"]).toBe(received[0]?.headers["webhook-id"]);
    } finally {
      await http.close();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
