import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { holdWorld, type HoldWorld } from "../../testing/builders/hold-world.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { holdDetailShape, holdListQuery, holdSettingsShape } from "../../contracts/holds.ts";
import { testContext } from "../../testing/builders/service-context.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { getActivationMethod } from "../registry/get-activation-method.ts";
import { approveHold } from "./approve-hold.ts";
import { askHold } from "./ask-hold.ts";
import { declineHold } from "./decline-hold.ts";
import { getHold } from "./get-hold.ts";
import { getHoldSettings } from "./get-hold-settings.ts";
import { listHolds } from "./list-holds.ts";
import { sendHoldOrders } from "./send-hold-orders.ts";
import { setHoldReceiver } from "./set-hold-receiver.ts";
import { testHoldReceiver } from "./test-hold-receiver.ts";
import { updateHoldSettings } from "./update-hold-settings.ts";
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

describe("the settings", () => {
  it("are off until a receiver accepted a dry run, and show the secret once", async () => {
    expect(holdSettingsShape.parse(await getHoldSettings(world.admin))).toMatchObject({
      mode: "off",
      approvals: 2,
    });
    await expect(updateHoldSettings(world.admin, { mode: "dry-run" })).rejects.toMatchObject({
      message: "mode needs a receiver: say first where orders go.",
    });
    await expect(testHoldReceiver(world.admin)).rejects.toMatchObject({ code: "CONFLICT" });
    const { secret, target } = await setHoldReceiver(world.admin, {
      url: "https://sender.test/orders/s3cret",
    });
    expect(target).toBe("https://sender.test/…");
    expect(Buffer.from(secret.slice("whsec_".length), "base64")).toHaveLength(24);
    await expect(updateHoldSettings(world.admin, { mode: "live" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    world.answers.push({ outcome: "failed", detail: "The receiver answered HTTP 401", channelBroken: false });
    expect(await testHoldReceiver(world.admin)).toEqual({
      outcome: "failed",
      detail: "The receiver answered HTTP 401",
    });
    await expect(updateHoldSettings(world.admin, { mode: "live" })).rejects.toMatchObject({
      code: "VALIDATION",
    });
    expect((await testHoldReceiver(world.admin)).outcome).toBe("accepted");
    expect(world.bodies().at(-1)).toMatchObject({ type: "order.test", data: { dryRun: true } });
    const live = await updateHoldSettings(world.admin, { mode: "live", rampSteps: [0.5, 1] });
    expect(live).toMatchObject({ mode: "live", rampSteps: [0.5, 1], updatedBy: "ada" });
    expect(JSON.stringify([live, await database.client.auditEntry.findMany()])).not.toMatch(/s3cret|whsec_/);
    // A receiver that was never tried is not trusted with real orders.
    expect(await setHoldReceiver(world.admin, { url: "https://new.test/" })).toMatchObject({
      mode: "dry-run",
      dryRunAcceptedAt: null,
    });
  });

  it("refuse an address that may not be reached, and people who do not run the organization", async () => {
    const strict = { ...world.admin, checkOutboundUrl: () => "It is a private address." };
    await expect(setHoldReceiver(strict, { url: "http://10.0.0.1/" })).rejects.toMatchObject({
      details: { faults: [{ path: "url", message: "may not be used: It is a private address" }] },
    });
    for (const refused of [
      setHoldReceiver(world.person("bea", "growth"), { url: "https://sender.test/" }),
      updateHoldSettings(world.person("bea", "growth"), { proposes: true }),
      testHoldReceiver(world.person("bea")),
    ])
      await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a hold", () => {
  it("is asked by one, agreed to by another, ordered, and then the method is held", async () => {
    await world.givenLive();
    const methodId = await world.givenMethod();
    const asked = await askHold(world.person("bea"), { activationMethodId: methodId, reason: "Bought list" });
    expect(asked).toMatchObject({ state: "asked", approvals: [{ name: "bea" }], approvalsNeeded: 2 });
    await expect(approveHold(world.person("bea"), asked.id)).rejects.toMatchObject({ code: "CONFLICT" });
    await sendHoldOrders(world.ports);
    expect(world.ports.seen.orders).toEqual([]);
    expect(await approveHold(world.person("cem"), asked.id)).toMatchObject({ state: "ordering" });
    expect(world.ports.seen.poked).toContain("hold-orders");
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("launched");
    await sendHoldOrders(world.ports);
    expect(world.bodies()).toMatchObject([
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
    const held = holdDetailShape.parse(await getHold(world.person("bea", "executive"), asked.id));
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
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("held");
    expect(await sendHoldOrders(world.ports)).toBe(0);
  });

  it("that is a dry run holds nothing", async () => {
    await world.givenLive({ mode: "dry-run" });
    const methodId = await world.givenMethod();
    const { id } = await askHold(world.person("bea"), { activationMethodId: methodId, reason: "Drill" });
    await approveHold(world.person("cem"), id);
    await sendHoldOrders(world.ports);
    expect(world.bodies()).toMatchObject([{ data: { dryRun: true } }]);
    expect(await getHold(world.admin, id)).toMatchObject({ state: "rehearsed", heldAt: null, share: null });
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("launched");
    // It is over, so that another may be asked for.
    await askHold(world.person("bea"), { activationMethodId: methodId, reason: "Again" });
  });

  it("of some sources leaves the method as it is", async () => {
    await world.givenLive();
    const methodId = await world.givenMethod();
    const other = await world.givenMethod("Other");
    const sources = await database.client.optInSource.findMany({ orderBy: { key: "asc" } });
    const of = (key: string) => sources.filter((one) => one.key === key).map(({ id }) => id);
    const ask = (sourceIds: string[]) =>
      askHold(world.person("bea"), { activationMethodId: methodId, sourceIds, reason: "Partner" });
    await expect(ask(of("Other-a"))).rejects.toMatchObject({
      details: { faults: [{ path: "sourceIds", message: "must be sources of this method" }] },
    });
    const { id } = await ask(of("Flyer-b"));
    await approveHold(world.person("cem"), id);
    await sendHoldOrders(world.ports);
    expect(world.bodies()).toMatchObject([{ data: { wholeMethod: false, sourceKeys: ["Flyer-b"] } }]);
    expect((await getActivationMethod(world.admin, methodId)).state).toBe("launched");
    expect(other).not.toBe(methodId);
  });

  it("is one at a time for a method, and not of what does not run", async () => {
    const methodId = await world.givenMethod();
    const ask = (activationMethodId = methodId) =>
      askHold(world.person("bea"), { activationMethodId, reason: "No" });
    await expect(ask()).rejects.toMatchObject({ code: "CONFLICT" });
    await world.givenLive();
    const first = await Promise.allSettled([ask(), ask(), ask()]);
    expect(first.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.client.holdRequest.count()).toBe(1);
    const draft = await createActivationMethod(world.admin, { name: "Draft", kind: "other" });
    await expect(ask(draft.id)).rejects.toMatchObject({
      message: "There is nothing to hold: the method is draft.",
    });
    await expect(ask("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("goes out once when two people agree at once", async () => {
    await world.givenLive();
    const { id } = await askHold(world.person("bea"), {
      activationMethodId: await world.givenMethod(),
      reason: "No",
    });
    const both = await Promise.allSettled([
      approveHold(world.person("cem"), id),
      approveHold(world.person("dan"), id),
    ]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await database.client.holdOrder.count()).toBe(1);
  });

  it("is not agreed to by programs or people without the right, and hidden from other organizations", async () => {
    await world.givenLive();
    const activationMethodId = await world.givenMethod();
    const key = testContext(database, {
      ports: world.ports,
      role: "on-call",
      actor: { id: "key", kind: "api-key" },
    });
    const { id, approvals } = await askHold(key, { activationMethodId, reason: "By a program" });
    expect(approvals).toEqual([]);
    await expect(approveHold(key, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(approveHold(world.person("eva", "executive"), id)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    for (const refused of [
      getHold(world.elsewhere(), id),
      approveHold(world.elsewhere(), id),
      declineHold(world.elsewhere(), id, {}),
      askHold(world.elsewhere(), { activationMethodId, reason: "No" }),
    ])
      await expect(refused).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await listHolds(world.elsewhere(), holdListQuery.parse({}))).data).toEqual([]);
  });

  it("nobody agrees to ends after a day", async () => {
    await world.givenLive();
    const { id } = await askHold(world.person("bea"), {
      activationMethodId: await world.givenMethod(),
      reason: "No",
    });
    world.ports.clock.advance(24 * hour - 1);
    await watchHolds(world.ports);
    expect(await world.stateOf(id)).toBe("asked");
    world.ports.clock.advance(1);
    expect(await watchHolds(world.ports)).toBe(1);
    expect(await world.stateOf(id)).toBe("expired");
    expect(await watchHolds(world.ports)).toBe(0);
  });
});
