import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createGuardedHttp } from "../../adapters/channels/guarded-http.ts";
import { postSigned } from "../../adapters/channels/webhook/post-signed.ts";
import { claimOrders } from "../../adapters/db/hold-orders.ts";
import { storeGuards } from "../../adapters/db/launch-guards.ts";
import type { Database } from "../../adapters/db/open-database.ts";
import { holdDetailShape, holdListQuery, holdListShape, holdSettingsShape } from "../../contracts/holds.ts";
import type { SendResult } from "../../core/alerting/notification.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { tellGuards } from "../guards/tell-guards.ts";
import { unjudgedGuard } from "../guards/stored-guard.ts";
import { getIncident } from "../incidents/get.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { getActivationMethod } from "../registry/get-activation-method.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { approveHold } from "./approve-hold.ts";
import { askHold } from "./ask-hold.ts";
import { declineHold } from "./decline-hold.ts";
import { getHold } from "./get-hold.ts";
import { getHoldSettings } from "./get-hold-settings.ts";
import { keepHold } from "./keep-hold.ts";
import { listHolds } from "./list-holds.ts";
import { releaseHold } from "./release-hold.ts";
import { retryHold } from "./retry-hold.ts";
import { sendHoldOrders } from "./send-hold-orders.ts";
import { setHoldReceiver } from "./set-hold-receiver.ts";
import { testHoldReceiver } from "./test-hold-receiver.ts";
import { updateHoldSettings } from "./update-hold-settings.ts";
import { watchHolds } from "./watch-holds.ts";

const hour = 3_600_000;
let database: Database;
let ports: TestPorts;
let admin: TestContext;
/** What the receiver answers next; sent when it is empty. */
let answers: SendResult[];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  answers = [];
  ports = testPorts(database, {
    sendOrder: (receiver, order) => {
      ports.seen.orders.push({ receiver, order });
      return Promise.resolve(
        answers.shift() ?? { outcome: "sent", detail: "The receiver answered HTTP 200" },
      );
    },
  });
  admin = person("ada", "admin");
  await givenOrganization(database);
  await givenOrganization(database, "other");
});

function person(id: string, role: "admin" | "growth" | "on-call" | "executive" = "on-call") {
  return testContext(database, { ports, role, actor: { id, name: id } });
}
const elsewhere = () => testContext(database, { ports, organizationId: "other", actor: { id: "eve" } });
const bodies = () => ports.seen.orders.map(({ order }) => JSON.parse(order.body) as Record<string, unknown>);

async function givenLive(rules: object = {}): Promise<void> {
  await setHoldReceiver(admin, { url: "https://sender.test/orders" });
  await testHoldReceiver(admin);
  await updateHoldSettings(admin, { mode: "live", ...rules });
  ports.seen.orders.length = 0;
}
async function givenMethod(name = "Flyer"): Promise<string> {
  const launchedAt = new Date(ports.clock.now().getTime() - 100 * hour).toISOString();
  const { id } = await createActivationMethod(admin, { name, kind: "qr-code", launchedAt });
  await createOptInSource(admin, { key: `${name}-a`, name: "A", activationMethodId: id });
  await createOptInSource(admin, { key: `${name}-b`, name: "B", activationMethodId: id });
  return id;
}
/** A hold that two people agreed to and the receiver accepted. */
async function givenHeld(): Promise<{ methodId: string; holdId: string }> {
  const methodId = await givenMethod();
  const { id: holdId } = await askHold(person("bea"), {
    activationMethodId: methodId,
    reason: "Bought list",
  });
  await approveHold(person("cem"), holdId);
  await sendHoldOrders(ports);
  return { methodId, holdId };
}
const stateOf = async (id: string) => (await getHold(admin, id)).state;

describe("the settings", () => {
  it("are off until a receiver accepted a dry run, and show the secret once", async () => {
    expect(holdSettingsShape.parse(await getHoldSettings(admin))).toMatchObject({
      mode: "off",
      approvals: 2,
    });
    await expect(updateHoldSettings(admin, { mode: "dry-run" })).rejects.toMatchObject({
      message: "mode needs a receiver: say first where orders go.",
    });
    await expect(testHoldReceiver(admin)).rejects.toMatchObject({ code: "CONFLICT" });
    const { secret, target } = await setHoldReceiver(admin, { url: "https://sender.test/orders/s3cret" });
    expect(target).toBe("https://sender.test/…");
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(24);
    await expect(updateHoldSettings(admin, { mode: "live" })).rejects.toMatchObject({ code: "VALIDATION" });
    answers = [{ outcome: "failed", detail: "The receiver answered HTTP 401", channelBroken: false }];
    expect(await testHoldReceiver(admin)).toEqual({
      outcome: "failed",
      detail: "The receiver answered HTTP 401",
    });
    await expect(updateHoldSettings(admin, { mode: "live" })).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await testHoldReceiver(admin)).outcome).toBe("accepted");
    expect(bodies().at(-1)).toMatchObject({ type: "order.test", data: { dryRun: true } });
    const live = await updateHoldSettings(admin, { mode: "live", rampSteps: [0.5, 1] });
    expect(live).toMatchObject({ mode: "live", rampSteps: [0.5, 1], updatedBy: "ada" });
    expect(JSON.stringify([live, await database.client.auditEntry.findMany()])).not.toMatch(/s3cret|whsec_/);
    // A receiver that was never tried is not trusted with real orders.
    expect(await setHoldReceiver(admin, { url: "https://new.test/" })).toMatchObject({
      mode: "dry-run",
      dryRunAcceptedAt: null,
    });
  });

  it("refuse an address that may not be reached, and people who do not run the organization", async () => {
    const strict = { ...admin, checkOutboundUrl: () => "It is a private address." };
    await expect(setHoldReceiver(strict, { url: "http://10.0.0.1/" })).rejects.toMatchObject({
      details: { faults: [{ path: "url", message: "may not be used: It is a private address" }] },
    });
    for (const refused of [
      setHoldReceiver(person("bea", "growth"), { url: "https://sender.test/" }),
      updateHoldSettings(person("bea", "growth"), { proposes: true }),
      testHoldReceiver(person("bea")),
    ])
      await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a hold", () => {
  it("is asked by one, agreed to by another, ordered, and then the method is held", async () => {
    await givenLive();
    const methodId = await givenMethod();
    const asked = await askHold(person("bea"), { activationMethodId: methodId, reason: "Bought list" });
    expect(asked).toMatchObject({ state: "asked", approvals: [{ name: "bea" }], approvalsNeeded: 2 });
    await expect(approveHold(person("bea"), asked.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await sendHoldOrders(ports);
    expect(ports.seen.orders).toEqual([]);
    expect(await approveHold(person("cem"), asked.id)).toMatchObject({ state: "ordering" });
    expect(ports.seen.poked).toContain("hold-orders");
    expect((await getActivationMethod(admin, methodId)).state).toBe("launched");
    await sendHoldOrders(ports);
    expect(bodies()).toMatchObject([
      {
        type: "order.hold",
        data: {
          ...{ dryRun: false, share: 0, wholeMethod: true, reason: "Bought list" },
          activationMethod: { id: methodId, name: "Flyer" },
          sourceKeys: ["Flyer-a", "Flyer-b"],
          links: { launch: `https://staygreen.test/launches/${methodId}`, incident: null },
        },
      },
    ]);
    const held = holdDetailShape.parse(await getHold(person("bea", "executive"), asked.id));
    expect(held).toMatchObject({
      state: "held",
      share: 0,
      wayBack: [{ share: 0.25 }, { share: 0.5 }, { share: 1 }],
    });
    expect(held.events.map(({ text }) => text)).toEqual([
      "bea asked for a hold: Bought list",
      "bea agreed. 1 more must.",
      "cem agreed. The order goes out.",
      "The receiver accepted the order to hold all sends.",
    ]);
    expect(held.since).toMatchObject({ messages: 0 });
    expect((await getActivationMethod(admin, methodId)).state).toBe("held");
    expect(await sendHoldOrders(ports)).toBe(0);
  });

  it("that is a dry run holds nothing", async () => {
    await givenLive({ mode: "dry-run" });
    const methodId = await givenMethod();
    const { id } = await askHold(person("bea"), { activationMethodId: methodId, reason: "Drill" });
    await approveHold(person("cem"), id);
    await sendHoldOrders(ports);
    expect(bodies()).toMatchObject([{ data: { dryRun: true } }]);
    expect(await getHold(admin, id)).toMatchObject({ state: "rehearsed", heldAt: null, share: null });
    expect((await getActivationMethod(admin, methodId)).state).toBe("launched");
    // It is over, so that another may be asked for.
    await askHold(person("bea"), { activationMethodId: methodId, reason: "Again" });
  });

  it("of some sources leaves the method as it is", async () => {
    await givenLive();
    const methodId = await givenMethod();
    const other = await givenMethod("Other");
    const sources = await database.client.optInSource.findMany({ orderBy: { key: "asc" } });
    const of = (key: string) => sources.filter((one) => one.key === key).map(({ id }) => id);
    const ask = (sourceIds: string[]) =>
      askHold(person("bea"), { activationMethodId: methodId, sourceIds, reason: "Partner" });
    await expect(ask(of("Other-a"))).rejects.toMatchObject({
      details: { faults: [{ path: "sourceIds", message: "must be sources of this method" }] },
    });
    const { id } = await ask(of("Flyer-b"));
    await approveHold(person("cem"), id);
    await sendHoldOrders(ports);
    expect(bodies()).toMatchObject([{ data: { wholeMethod: false, sourceKeys: ["Flyer-b"] } }]);
    expect((await getActivationMethod(admin, methodId)).state).toBe("launched");
    expect(other).not.toBe(methodId);
  });

  it("is one at a time for a method, and not of what does not run", async () => {
    const methodId = await givenMethod();
    const ask = (activationMethodId = methodId) =>
      askHold(person("bea"), { activationMethodId, reason: "No" });
    await expect(ask()).rejects.toMatchObject({ code: "CONFLICT" });
    await givenLive();
    const first = await Promise.allSettled([ask(), ask(), ask()]);
    expect(first.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.client.holdRequest.count()).toBe(1);
    const draft = await createActivationMethod(admin, { name: "Draft", kind: "other" });
    await expect(ask(draft.id)).rejects.toMatchObject({
      message: "There is nothing to hold: the method is draft.",
    });
    await expect(ask("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("goes out once when two people agree at once", async () => {
    await givenLive();
    const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
    const both = await Promise.allSettled([approveHold(person("cem"), id), approveHold(person("dan"), id)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.client.holdOrder.count()).toBe(1);
  });

  it("is not agreed to by programs or people without the right, and hidden from other organizations", async () => {
    await givenLive();
    const activationMethodId = await givenMethod();
    const key = testContext(database, { ports, role: "on-call", actor: { id: "key", kind: "api-key" } });
    const { id, approvals } = await askHold(key, { activationMethodId, reason: "By a program" });
    expect(approvals).toEqual([]);
    await expect(approveHold(key, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(approveHold(person("eva", "executive"), id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const refused of [
      getHold(elsewhere(), id),
      approveHold(elsewhere(), id),
      declineHold(elsewhere(), id, {}),
      askHold(elsewhere(), { activationMethodId, reason: "No" }),
    ])
      await expect(refused).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listHolds(elsewhere(), holdListQuery.parse({}))).data).toEqual([]);
  });

  it("nobody agrees to ends after a day", async () => {
    await givenLive();
    const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
    ports.clock.advance(24 * hour - 1);
    await watchHolds(ports);
    expect(await stateOf(id)).toBe("asked");
    ports.clock.advance(1);
    expect(await watchHolds(ports)).toBe(1);
    expect(await stateOf(id)).toBe("expired");
    expect(await watchHolds(ports)).toBe(0);
  });
});

describe("the way back", () => {
  it("goes by itself, step by step, and ends with the method launched again", async () => {
    await givenLive();
    const { methodId, holdId } = await givenHeld();
    for (const [share, state] of [
      [0.25, "ramping"],
      [0.5, "ramping"],
      [1, "released"],
    ] as const) {
      await watchHolds(ports);
      expect(await sendHoldOrders(ports)).toBe(0);
      ports.clock.advance(24 * hour);
      expect(await watchHolds(ports)).toBe(1);
      await sendHoldOrders(ports);
      expect(await getHold(admin, holdId)).toMatchObject({ state, share });
    }
    expect(bodies().map(({ type }) => type)).toEqual([
      "order.hold",
      "order.pace",
      "order.pace",
      "order.release",
    ]);
    expect((await getActivationMethod(admin, methodId)).state).toBe("launched");
    expect((await getHold(admin, holdId)).endedAt).not.toBeNull();
  });

  it("stays while an incident about the launch is open since the hold, and says so once", async () => {
    await givenLive();
    const { methodId, holdId } = await givenHeld();
    ports.clock.advance(hour);
    const now = ports.clock.now();
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
    ports.clock.advance(24 * hour);
    await watchHolds(ports);
    ports.clock.advance(hour);
    await watchHolds(ports);
    const stays = await getHold(admin, holdId);
    expect(stays).toMatchObject({ state: "held", share: 0 });
    expect(stays.stayReason).toBe("an incident is open since the hold (Still harmful).");
    expect(stays.events.filter(({ text }) => text.startsWith("It stays"))).toHaveLength(1);
    await database.client.incident.updateMany({ data: { state: "resolved" } });
    ports.clock.advance(hour);
    await watchHolds(ports);
    await sendHoldOrders(ports);
    expect(await getHold(admin, holdId)).toMatchObject({ state: "ramping", share: 0.25, stayReason: null });
  });

  it("is kept by one person and cut short by two", async () => {
    await givenLive();
    const { methodId, holdId } = await givenHeld();
    expect(await keepHold(person("bea"), holdId, { keep: true })).toMatchObject({
      isKept: true,
      wayBack: [],
    });
    ports.clock.advance(100 * hour);
    expect(await watchHolds(ports)).toBe(0);
    expect((await releaseHold(person("bea"), holdId)).state).toBe("held");
    await expect(releaseHold(person("bea"), holdId)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await releaseHold(person("cem"), holdId)).state).toBe("ordering");
    await sendHoldOrders(ports);
    expect(await getHold(admin, holdId)).toMatchObject({ state: "released", share: 1 });
    expect((await getActivationMethod(admin, methodId)).state).toBe("launched");
  });

  it("leaves a method alone that somebody retired meanwhile", async () => {
    await givenLive();
    const { methodId, holdId } = await givenHeld();
    await database.client.activationMethod.updateMany({
      where: { id: methodId },
      data: { state: "retired" },
    });
    await releaseHold(person("bea"), holdId);
    await releaseHold(person("cem"), holdId);
    await sendHoldOrders(ports);
    expect(await stateOf(holdId)).toBe("released");
    expect((await getActivationMethod(admin, methodId)).state).toBe("retired");
  });
});

describe("orders", () => {
  /** Makes what waits due and gives up the lease of whoever died. */
  const soon = () =>
    database.client
      .$executeRaw`update hold_order set next_attempt_at = now(), locked_until = null where state in ('waiting', 'sending')`;

  it("are sent again with the same id and body after trouble, and every answer is kept", async () => {
    await givenLive();
    const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
    await approveHold(person("cem"), id);
    answers = [{ outcome: "retry", detail: "The receiver answered HTTP 500", retryAfterSeconds: null }];
    await sendHoldOrders(ports);
    expect(await stateOf(id)).toBe("ordering");
    expect(await sendHoldOrders(ports)).toBe(0);
    await soon();
    await sendHoldOrders(ports);
    const [one, two] = ports.seen.orders;
    expect(two).toEqual(one);
    const { state, orders } = await getHold(admin, id);
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
    await givenLive();
    const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
    await approveHold(person("cem"), id);
    expect(await claimOrders(database.client, 10, "dead process")).toHaveLength(1);
    expect(await sendHoldOrders(ports)).toBe(0);
    await soon();
    await sendHoldOrders(ports);
    expect(await stateOf(id)).toBe("held");
  });

  it("that a receiver refuses for good end, and a person sends them again or gives up", async () => {
    await givenLive();
    const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
    await approveHold(person("cem"), id);
    answers = [{ outcome: "failed", detail: "The receiver answered HTTP 404", channelBroken: false }];
    await sendHoldOrders(ports);
    expect(await getHold(admin, id)).toMatchObject({ state: "failed", orders: [{ state: "failed" }] });
    expect((await retryHold(person("bea"), id)).state).toBe("ordering");
    await sendHoldOrders(ports);
    expect(await stateOf(id)).toBe("held");
  });

  it("that were replaced by newer ones are not sent any more", async () => {
    await givenLive();
    const { holdId } = await givenHeld();
    ports.clock.advance(24 * hour);
    await watchHolds(ports);
    answers = [{ outcome: "failed", detail: "HTTP 400", channelBroken: false }];
    await sendHoldOrders(ports);
    await releaseHold(person("bea"), holdId);
    await releaseHold(person("cem"), holdId);
    await sendHoldOrders(ports);
    expect((await getHold(admin, holdId)).orders.map(({ kind, state }) => [kind, state])).toEqual([
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
      const { secret } = await setHoldReceiver(admin, {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`,
      });
      await database.client.holdSetting.updateMany({ data: { mode: "live" } });
      const real = {
        ...ports,
        sendOrder: (receiver: { url: string; secret: string }, order: { id: string; body: string }) =>
          postSigned({ http, now: () => new Date() }, receiver, order),
      };
      const { id } = await askHold(person("bea"), { activationMethodId: await givenMethod(), reason: "No" });
      await approveHold(person("cem"), id);
      await sendHoldOrders(real);
      await soon();
      await sendHoldOrders(real);
      expect(await stateOf(id)).toBe("held");
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

describe("a proposal of the watch over launches", () => {
  async function givenHarmful(): Promise<string> {
    const id = await givenMethod();
    const at = (hours: number) => new Date(ports.clock.now().getTime() - hours * hour);
    const plan = { kind: "method", activationMethodId: id, sourceId: null, launchedAt: at(100) } as const;
    const blank = unjudgedGuard(
      "default",
      { ...plan, ...{ id, own: [], beside: [], looks: 1, isBefore: false, basis: "" } },
      at(1),
    );
    await storeGuards(database.client, [
      {
        ...blank,
        ...{ startDay: 20_600, throughDay: 20_603, verdict: "harmful", verdictAt: at(5), lack: null },
        ...{ stream: "block", evidence: 3.2, likeness: 1, rateRatio: 3.13, ratioLow: 1.82, ratioHigh: 5.24 },
        ...{ exposures: 900, unmatched: 20, signals: 31, expected: 9.9 },
      },
    ]);
    await tellGuards(ports);
    await processTransitions(ports);
    return id;
  }

  it("is made once a verdict, with its figures, needs two people, and stands in the incident's timeline", async () => {
    await givenLive({ proposes: true });
    const methodId = await givenHarmful();
    expect(await watchHolds(ports)).toBe(1);
    expect(await watchHolds(ports)).toBe(0);
    const [proposed] = holdListShape.parse(
      await listHolds(admin, holdListQuery.parse({ activationMethodId: methodId })),
    ).data;
    expect(proposed).toMatchObject({ state: "asked", isProposal: true, approvals: [], askedBy: "Staygreen" });
    const detail = await getHold(admin, proposed!.id);
    expect(detail.evidence).toMatchObject({
      verdict: "harmful",
      rateRatio: 3.13,
      exposures: 900,
      signals: 31,
    });
    await approveHold(person("bea"), proposed!.id);
    await approveHold(person("cem"), proposed!.id);
    await sendHoldOrders(ports);
    expect(await stateOf(proposed!.id)).toBe("held");
    const incident = await database.client.incident.findFirstOrThrow();
    expect(bodies()[0]).toMatchObject({
      data: { links: { incident: `https://staygreen.test/incidents/${incident.id}` } },
    });
    const { timeline } = await getIncident(admin, incident.id);
    expect(timeline.filter(({ kind }) => kind === "hold").map(({ text }) => text)).toEqual([
      "Asked for a hold of Flyer. 2 people have to agree within 24 hours on the page of the launch.",
      "bea agreed. 1 more must.",
      "cem agreed. The order goes out.",
      "The receiver accepted the order to hold all sends.",
    ]);
  });

  it("is not made again when somebody declined, nor where nobody wants proposals", async () => {
    await givenLive();
    const methodId = await givenHarmful();
    expect(await watchHolds(ports)).toBe(0);
    await updateHoldSettings(admin, { proposes: true });
    expect(await watchHolds(ports)).toBe(1);
    const { id } = await database.client.holdRequest.findFirstOrThrow();
    await declineHold(person("bea"), id, { reason: "A test campaign" });
    expect(await watchHolds(ports)).toBe(0);
    expect(await database.client.holdRequest.count({ where: { activationMethodId: methodId } })).toBe(1);
  });
});
