import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { methodPaceShape } from "../../contracts/launches.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { watchBudgets } from "../budgets/watch-budgets.ts";
import { countCells } from "../cells/count-cells.ts";
import { watchGuards } from "../guards/watch-guards.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { getMethodPace } from "./get-method-pace.ts";

const dayMs = 86_400_000;
let database: Database;
let ports: TestPorts;
let ctx: TestContext;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await clearDatabase(database);
  ports = testPorts(database);
  ctx = testContext(database, { role: "growth", ports });
  await givenOrganization(database);
});

const today = () => Math.floor(ports.clock.now().getTime() / dayMs);

/** Messages of every day until yesterday, 1 % of them answered by a block on the same day. */
function sent(source: string, days: number, perDay: number, blocks = perDay / 100): ToldCount[] {
  return Array.from({ length: days }, (_, at) => today() - 1 - at).flatMap((day) => [
    { number: "n1", source, day, count: perDay },
    { number: "n1", source, day, kind: "block" as const, ageDays: 0, count: blocks },
  ]);
}

async function tell(counts: readonly ToldCount[]): Promise<void> {
  await tellCounts(database, counts);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}

const givenAllowed = (rate: number) =>
  database.client.budgetState.updateMany({ data: { allowedRate: rate, origin: "set-by-user" } });

async function givenMethod(daysAgo: number | null): Promise<string> {
  const { id } = await createActivationMethod(ctx, {
    name: "Flyer",
    kind: "qr-code",
    ...(daysAgo === null ? {} : { launchedAt: new Date((today() - daysAgo) * dayMs).toISOString() }),
  });
  await createOptInSource(ctx, { key: "flyer", name: "Flyer", activationMethodId: id });
  return id;
}

describe("getMethodPace", () => {
  it("says how much a method may send before anybody saw it, by the number's own rate and budget", async () => {
    await tell(sent("shop", 80, 10_000));
    await watchBudgets(ports);
    await givenAllowed(0.0125);
    const id = await givenMethod(null);
    const answer = methodPaceShape.parse(await getMethodPace(ctx, id, {}));
    expect(answer).toMatchObject({ level: 0.9, belief: { from: "assumed" } });
    expect(answer.messagesPerContact).toEqual({ messages: 3, from: "assumed", contacts: null });
    expect(answer.numbers).toMatchObject([
      {
        phoneNumberId: "n1",
        baseline: { days: 28, messages: 280_000, events: 2_800 },
        allowedRate: 0.0125,
        allowedFrom: "set-by-user",
        // The figure of lib/core/pace/pace.test.ts.
        perDay: 1_300,
        intakePerDay: 430,
        bound: "budget",
        lack: null,
        sentToday: 0,
        sentYesterday: 0,
      },
    ]);
    const careful = await getMethodPace(ctx, id, { level: "95" });
    expect(careful.numbers[0]?.perDay).toBeLessThan(1_300);
  });

  it("goes by what the guard counted once there is something", async () => {
    await tell([...sent("shop", 80, 10_000), ...sent("flyer", 10, 500)]);
    await watchBudgets(ports);
    await givenAllowed(0.0125);
    const id = await givenMethod(10);
    await watchGuards(ports);
    const good = await getMethodPace(ctx, id, {});
    expect(good.belief.from).toBe("guard");
    expect(good.belief.badCase).toBeLessThan(1.8);
    expect(good.numbers).toMatchObject([
      { baseline: { messages: 280_000, events: 2_800 }, sentYesterday: 500, sentToday: 0 },
    ]);
    // Its bad case is under what the budget leaves.
    expect(good.numbers).toMatchObject([{ perDay: null, bound: "nothing", lack: null }]);
  });

  it("leaves less to a method that the guard saw bring four times as many", async () => {
    await tell([...sent("shop", 80, 10_000), ...sent("flyer", 10, 500, 20)]);
    await watchBudgets(ports);
    await givenAllowed(0.0125);
    const id = await givenMethod(10);
    await watchGuards(ports);
    const bad = await getMethodPace(ctx, id, {});
    expect(bad.belief.badCase).toBeGreaterThan(3);
    expect(bad.numbers).toMatchObject([{ bound: "budget", lack: null }]);
    expect(bad.numbers[0]?.perDay).toBeLessThan(1_000);
  });

  it("says why where nothing can be said", async () => {
    const id = await givenMethod(null);
    expect((await getMethodPace(ctx, id, {})).numbers).toEqual([]);
    await tell(sent("shop", 5, 1_000));
    const [number] = (await getMethodPace(ctx, id, {})).numbers;
    expect(number).toMatchObject({ perDay: null, lack: "no-budget", allowedRate: null, calendar: [] });
  });

  it("knows nothing of another organization's method", async () => {
    const id = await givenMethod(null);
    const other = testContext(database, { organizationId: "other", ports });
    await expect(getMethodPace(other, id, {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
