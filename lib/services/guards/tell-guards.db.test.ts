import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { storeGuards, type StoredGuard } from "../../adapters/db/launch-guards.ts";
import { incidentListShape } from "../../contracts/incidents.ts";
import {
  launchGuardDetailShape,
  launchGuardsQuery,
  launchGuardsShape,
} from "../../contracts/launch-guards.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { listIncidents } from "../incidents/list.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { processTransitions } from "../transitions/process-transitions.ts";
import { getGuard } from "./get-guard.ts";
import { listGuards } from "./list-guards.ts";
import { unjudgedGuard } from "./stored-guard.ts";
import { tellGuards } from "./tell-guards.ts";

let database: Database;
let ports: TestPorts;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "admin", ports });
  await givenOrganization(database);
  await givenOrganization(database, "other");
});

const hour = 3_600_000;
const ago = (hours: number) => new Date(ports.clock.now().getTime() - hours * hour);

/** A guard over a method of this name, harmful since some hours unless told otherwise. */
async function givenGuard(name: string, more: Partial<StoredGuard> = {}): Promise<string> {
  const launchedAt = ago(200);
  const { id } = await createActivationMethod(ctx, {
    name,
    kind: "qr-code",
    launchedAt: launchedAt.toISOString(),
  });
  await store({ id, activationMethodId: id, ...more });
  return id;
}
async function store(guard: Partial<StoredGuard> & { readonly id: string }): Promise<void> {
  const plan = { kind: "method", activationMethodId: null, sourceId: null, launchedAt: ago(200) } as const;
  const blank = unjudgedGuard(
    "default",
    { ...plan, ...{ id: guard.id, own: [], beside: [], looks: 1, isBefore: false, basis: "" } },
    ago(1),
  );
  await storeGuards(database.client, [
    {
      ...blank,
      ...{ startDay: 20_600, throughDay: 20_603, verdict: "harmful", verdictAt: ago(5), lack: null },
      ...{ stream: "block", evidence: 3.2, likeness: 1, rateRatio: 3.13, ratioLow: 1.82, ratioHigh: 5.24 },
      ...{ exposures: 900, unmatched: 20, signals: 31, expected: 9.9 },
      ...guard,
    },
  ]);
}
const incidents = async () => incidentListShape.parse(await listIncidents(ctx, { limit: 50 })).data;
async function tell(): Promise<number> {
  const told = await tellGuards(ports);
  await processTransitions(ports);
  return told;
}

describe("a harmful launch", () => {
  it("is told once, with what was counted and what to do, and says when it is over", async () => {
    const id = await givenGuard("Flyer");
    expect(await tell()).toBe(1);
    const [opened] = await incidents();
    expect(opened).toMatchObject({
      ...{ kind: "launch-guard-harmful", severity: "SEV2", state: "open" },
      title: "Flyer: 3.1 times the blocks of other opt-in methods",
      subject: { activationMethodId: id, launchGuardId: id },
    });
    expect(opened?.summary).toContain("31 blocks after 880 messages, where about 9.9 would be usual");
    expect(opened?.summary).toContain("3.1 times (1.82 to 5.2)");
    expect(await tell()).toBe(0);
    await store({ id, activationMethodId: id, verdict: "undecided", lack: "not-clear" });
    expect(await tell()).toBe(1);
    expect(await incidents()).toMatchObject([{ state: "resolved" }]);
  });

  it("is told again when one of its parts is called so as well", async () => {
    const id = await givenGuard("Partners");
    await tell();
    await store({ id: `${id}-s`, kind: "part", activationMethodId: id, sourceId: "s" });
    expect(await tell()).toBe(1);
    const list = await incidents();
    expect(list).toHaveLength(1);
    expect(list[0]?.subject).toMatchObject({ activationMethodId: id, launchGuardId: `${id}-s` });
  });

  it("calls nobody when it is long known, was found a moment ago, or is too small a group to show", async () => {
    await givenGuard("History", { verdictAt: ago(49) });
    await givenGuard("Just now", { foundAt: ports.clock.now() });
    await givenGuard("Small", { exposures: 19, unmatched: 0 });
    expect(await tell()).toBe(0);
  });
});

describe("the watch over launches, as it is read", () => {
  it("has the newest launch first, page by page, and by verdict", async () => {
    const a = await givenGuard("A", { launchedAt: ago(300) });
    const b = await givenGuard("B", { launchedAt: ago(100), verdict: "safe", ratioHigh: 1.2 });
    const read = async (query: object = {}) =>
      launchGuardsShape.parse(await listGuards(ctx, launchGuardsQuery.parse(query)));
    expect((await read()).data.map(({ id }) => id)).toEqual([b, a]);
    const first = await read({ limit: 1 });
    expect((await read({ limit: 1, cursor: first.nextCursor })).data.map(({ id }) => id)).toEqual([a]);
    expect((await read({ verdict: "harmful" })).data).toMatchObject([
      {
        ...{ id: a, activationMethodId: a, name: "A", verdict: "harmful", rateRatio: 3.13 },
        ...{ interval: [1.82, 5.24], exposures: 900, exposuresNeeded: null },
      },
    ]);
    const other = testContext(database, { organizationId: "other", ports });
    expect((await listGuards(other, { limit: 50 })).data).toEqual([]);
    await expect(getGuard(other, a)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("keeps back what few people did", async () => {
    const id = await givenGuard("Small", { exposures: 12, unmatched: 0 });
    const shown = launchGuardDetailShape.parse(await getGuard(ctx, id));
    expect(shown).toMatchObject({
      ...{ suppressed: true, verdict: "undecided", exposures: null, rateRatio: null, interval: null },
      ...{ signals: null, expected: null, evidence: null, streams: [] },
    });
    expect(JSON.stringify(shown)).not.toContain("31");
  });

  it("has an answer for a method that was launched a moment ago, and none for a draft", async () => {
    const launched = await createActivationMethod(ctx, {
      name: "New",
      kind: "sms",
      launchedAt: ports.clock.now().toISOString(),
    });
    expect(launchGuardDetailShape.parse(await getGuard(ctx, launched.id))).toMatchObject({
      ...{ verdict: "undecided", since: null, exposures: 0, streams: [], parts: [] },
      headline: "Cannot tell yet: nobody was written to",
    });
    const draft = await createActivationMethod(ctx, { name: "Draft", kind: "sms" });
    await expect(getGuard(ctx, draft.id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
