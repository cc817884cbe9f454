import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import type { Database } from "./open-database.ts";
import { clearRateWindow, returnRateTry, takeRateTry, type RateRule } from "./rate-windows.ts";

const rule: RateRule = { limit: 3, windowSeconds: 60, maxDoublings: 2, memorySeconds: 3600 };
const start = Date.parse("2026-06-01T09:00:00.000Z");
const at = (seconds: number) => new Date(start + seconds * 1000);

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.client.rateWindow.deleteMany());

const take = (seconds: number) => takeRateTry(database.client, "s", rule, at(seconds));
const giveBack = (seconds: number) => returnRateTry(database.client, "s", rule, at(seconds));
const fill = async (seconds: number) => {
  for (let i = 0; i < rule.limit; i += 1) expect(await take(seconds)).toEqual({ allowed: true });
};
const wait = (retryAfterSeconds: number) => ({ allowed: false, retryAfterSeconds });

describe("takeRateTry", () => {
  it("counts up to the limit and then says how long to wait", async () => {
    await fill(0);
    expect(await take(0)).toEqual(wait(60));
    expect(await take(59.5)).toEqual(wait(1));
    expect(await take(60)).toEqual({ allowed: true });
  });

  it("starts anew after a window that was not used up", async () => {
    await take(0);
    await take(0);
    await fill(60);
    expect(await take(60)).toEqual(wait(60));
  });

  it("doubles after each window that was used up, and no further than told", async () => {
    await fill(0);
    await fill(60);
    expect(await take(60)).toEqual(wait(120));
    await fill(180);
    expect(await take(180)).toEqual(wait(240));
    await fill(420);
    expect(await take(420)).toEqual(wait(240));
  });

  it("stays long after a quiet window, until its memory ends", async () => {
    await fill(0);
    await take(60);
    await fill(200);
    expect(await take(200)).toEqual(wait(120));
    await fill(320 + 3600);
    expect(await take(320 + 3600)).toEqual(wait(60));
  });

  it("keeps subjects apart and forgets when told", async () => {
    await fill(0);
    expect(await takeRateTry(database.client, "other", rule, at(0))).toEqual({ allowed: true });
    await clearRateWindow(database.client, "s");
    await fill(0);
  });

  it("lets no more than the limit through at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(0)));
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(3);
  });
});

describe("returnRateTry", () => {
  it("makes room again, also in a full window", async () => {
    await fill(0);
    await giveBack(0);
    expect(await take(0)).toEqual({ allowed: true });
    expect(await take(0)).toEqual(wait(60));
  });

  it("never makes an empty window look full", async () => {
    await take(0);
    await giveBack(0);
    await fill(1);
    expect(await take(1)).toEqual(wait(60));
    await take(61);
    await giveBack(61);
    await fill(62);
    expect(await take(62)).toEqual(wait(120));
  });

  it("changes nothing without a window", async () => {
    await giveBack(0);
    await fill(0);
    await giveBack(61);
    expect(await take(30)).toEqual(wait(30));
  });
});
