import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { holdWorld, type HoldWorld } from "../../testing/builders/hold-world.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { storeGuards } from "../../adapters/db/launch-guards.ts";
import { holdListQuery, holdListShape } from "../../contracts/holds.ts";
import { tellGuards } from "../guards/tell-guards.ts";
import { unjudgedGuard } from "../guards/stored-guard.ts";
import { getIncident } from "../incidents/get.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { approveHold } from "./approve-hold.ts";
import { declineHold } from "./decline-hold.ts";
import { getHold } from "./get-hold.ts";
import { listHolds } from "./list-holds.ts";
import { sendHoldOrders } from "./send-hold-orders.ts";
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

describe("a proposal of the watch over launches", () => {
  async function givenHarmful(): Promise<string> {
    const id = await world.givenMethod();
    const at = (hours: number) => new Date(world.ports.clock.now().getTime() - hours * hour);
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
    await tellGuards(world.ports);
    await processTransitions(world.ports);
    return id;
  }

  it("is made once a verdict, with its figures, needs two people, and stands in the incident's timeline", async () => {
    await world.givenLive({ proposes: true });
    const methodId = await givenHarmful();
    expect(await watchHolds(world.ports)).toBe(1);
    expect(await watchHolds(world.ports)).toBe(0);
    const [proposed] = holdListShape.parse(
      await listHolds(world.admin, holdListQuery.parse({ activationMethodId: methodId })),
    ).data;
    expect(proposed).toMatchObject({ state: "asked", isProposal: true, approvals: [], askedBy: "Staygreen" });
    const detail = await getHold(world.admin, proposed!.id);
    expect(detail.evidence).toMatchObject({
      verdict: "harmful",
      rateRatio: 3.13,
      exposures: 900,
      signals: 31,
    });
    await approveHold(world.person("bea"), proposed!.id);
    await approveHold(world.person("cem"), proposed!.id);
    await sendHoldOrders(world.ports);
    expect(await world.stateOf(proposed!.id)).toBe("held");
    const incident = await database.client.incident.findFirstOrThrow();
    expect(world.bodies()[0]).toMatchObject({
      data: { links: { incident: `https://staygreen.test/incidents/${incident.id}` } },
    });
    const { timeline } = await getIncident(world.admin, incident.id);
    expect(timeline.filter(({ kind }) => kind === "hold").map(({ text }) => text)).toEqual([
      "Asked for a hold of Flyer. 2 people have to agree within 24 hours on the page of the launch.",
      "bea agreed. 1 more must.",
      "cem agreed. The order goes out.",
      "The receiver accepted the order to hold all sends.",
    ]);
  });

  it("is not made again when somebody declined, nor where nobody wants proposals", async () => {
    await world.givenLive();
    const methodId = await givenHarmful();
    expect(await watchHolds(world.ports)).toBe(0);
    await updateHoldSettings(world.admin, { proposes: true });
    expect(await watchHolds(world.ports)).toBe(1);
    const { id } = await database.client.holdRequest.findFirstOrThrow();
    await declineHold(world.person("bea"), id, { reason: "A test campaign" });
    expect(await watchHolds(world.ports)).toBe(0);
    expect(await database.client.holdRequest.count({ where: { activationMethodId: methodId } })).toBe(1);
  });
});
