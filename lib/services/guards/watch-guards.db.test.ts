import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../adapters/db/open-database.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { clearDatabase } from "../../testing/builders/clear-database.ts";
import { givenOrganization } from "../../testing/builders/people.ts";
import {
  testContext,
  testPorts,
  type TestContext,
  type TestPorts,
} from "../../testing/builders/service-context.ts";
import { tellCounts, type ToldCount } from "../../testing/builders/told-counts.ts";
import { toldFacts } from "../../testing/builders/told-facts.ts";
import { drawPoisson } from "../../testing/draw-counts.ts";
import { createTestDatabase } from "../../testing/setup/test-database.ts";
import { countCells } from "../cells/count-cells.ts";
import { createActivationMethod } from "../registry/create-activation-method.ts";
import { createOptInSource } from "../registry/create-opt-in-source.ts";
import { watchGuards } from "./watch-guards.ts";
import { watchOpenDays } from "./watch-open-days.ts";

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

/** The day under way. */
const today = () => Math.floor(ports.clock.now().getTime() / dayMs);
const at = (day: number) => new Date(day * dayMs).toISOString();

interface Sending {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly perDay: number;
  /** Blocks a message; a third as many reports and twice as many opt-outs. */
  readonly rate: number;
  readonly seed: number;
  readonly number?: string;
}

/** Messages of every day and what came back: most on the same day, the rest on the two days after. */
function draw({ source, from, to, perDay, rate, seed, number = "n1" }: Sending): ToldCount[] {
  const random = seededRandom(seed);
  const counts: ToldCount[] = [];
  for (let day = from; day <= to; day += 1) {
    counts.push({ number, source, day, count: perDay });
    for (const [kind, times] of [
      ["block", 1],
      ["report", 1 / 3],
      ["opt_out", 2],
    ] as const) {
      for (const [ageDays, share] of [0.6, 0.3, 0.1].entries()) {
        const count = drawPoisson(random, perDay * rate * times * share);
        if (count > 0 && day + ageDays <= to)
          counts.push({ number, source, day: day + ageDays, kind, ageDays, count });
      }
    }
  }
  return counts;
}

async function tell(counts: readonly ToldCount[]): Promise<void> {
  await tellCounts(database, counts);
  for (let worked = -1; worked !== 0;) worked = await countCells(ports);
}

/** Two sources that have been there for 80 days, with 2 blocks in 1,000 messages. */
const oldSources = (to = today() - 1) =>
  ["shop", "till"].flatMap((source, seed) =>
    draw({ source, from: today() - 80, to, perDay: 1_500, rate: 0.002, seed }),
  );

async function givenLaunch(name: string, daysAgo: number, sources: readonly string[]): Promise<string> {
  const { id } = await createActivationMethod(ctx, {
    name,
    kind: "qr-code",
    launchedAt: at(today() - daysAgo),
  });
  for (const key of sources) await createOptInSource(ctx, { key, name: key, activationMethodId: id });
  return id;
}

const guards = () => database.client.launchGuard.findMany({ orderBy: { id: "asc" } });
const guardOf = async (id: string) => (await guards()).find((one) => one.id === id);
/** A mark of all that is kept, but for when it was written. */
async function everything(): Promise<string> {
  const omit = { updatedAt: true, foundAt: true, verdictAt: true } as const;
  const kept = await Promise.all([
    database.client.launchGuard.findMany({ orderBy: { id: "asc" }, omit }),
    database.client.launchGuardDay.findMany({
      orderBy: [{ guardId: "asc" }, { day: "asc" }, { kind: "asc" }],
    }),
  ]);
  return createHash("sha256").update(JSON.stringify(kept)).digest("hex");
}

describe("the watch over launches", () => {
  it("calls a method that brings three times the blocks, on the day on which it was known, and leaves a good one alone", async () => {
    const bad = await givenLaunch("Flyer", 20, ["flyer"]);
    const good = await givenLaunch("Checkout", 20, ["checkout"]);
    await tell([
      ...oldSources(),
      ...draw({ source: "flyer", from: today() - 20, to: today() - 1, perDay: 200, rate: 0.006, seed: 11 }),
      ...draw({
        source: "checkout",
        from: today() - 20,
        to: today() - 1,
        perDay: 200,
        rate: 0.002,
        seed: 12,
      }),
    ]);
    expect(await watchGuards(ports)).toBe(2);
    const found = await guardOf(bad);
    expect(found).toMatchObject({
      ...{
        kind: "method",
        activationMethodId: bad,
        verdict: "harmful",
        lack: null,
        exposures: 4_000,
        unmatched: 0,
      },
      ...{ startDay: today() - 20, throughDay: today() - 1, likeness: 0 },
    });
    expect(found!.ratioLow!).toBeGreaterThan(1.2);
    expect(found!.ratioLow!).toBeLessThan(3);
    expect(found!.ratioHigh!).toBeGreaterThan(3);
    const calledDay = found!.verdictAt!.getTime() / dayMs - 1;
    expect(calledDay).toBeGreaterThan(today() - 20);
    expect(calledDay).toBeLessThan(today() - 8);
    expect(await guardOf(good)).toMatchObject({ verdict: "undecided", lack: "not-clear" });
    expect(await watchGuards(ports)).toBe(0);
  });

  it("finds the same day by day, at once, and when facts come in late", async () => {
    await givenLaunch("Flyer", 9, ["flyer", "poster"]);
    const flyer = draw({
      source: "flyer",
      from: today() - 9,
      to: today() + 5,
      perDay: 150,
      rate: 0.004,
      seed: 3,
    });
    const poster = draw({
      source: "poster",
      from: today() - 7,
      to: today() + 5,
      perDay: 80,
      rate: 0.002,
      seed: 4,
    });
    const all = [...oldSources(today() + 5), ...flyer, ...poster];
    const late = today() - 2;
    await tell(all.filter(({ day }) => day < today() && day !== late));
    await watchGuards(ports);
    for (let day = today(); day <= late + 7; day = today()) {
      ports.clock.advance(dayMs);
      await tell(all.filter((one) => one.day === day));
      await watchGuards(ports);
    }
    await tell(all.filter(({ day }) => day === late));
    await watchGuards(ports);
    const dayByDay = await everything();
    await database.client.launchGuard.deleteMany();
    await database.client.launchGuardStand.deleteMany();
    await database.client.launchGuardDay.deleteMany();
    await watchGuards(ports);
    expect(await everything()).toBe(dayByDay);
    expect(await guards()).toHaveLength(3);
  });

  it("names the partner that does harm inside a good method", async () => {
    const id = await givenLaunch("Partners", 25, ["one", "two", "three"]);
    await tell([
      ...oldSources(),
      ...["one", "two"].flatMap((source, seed) =>
        draw({ source, from: today() - 25, to: today() - 1, perDay: 400, rate: 0.002, seed: 20 + seed }),
      ),
      ...draw({ source: "three", from: today() - 25, to: today() - 1, perDay: 90, rate: 0.008, seed: 22 }),
    ]);
    await watchGuards(ports);
    const sources = await database.client.optInSource.findMany();
    const keyOf = new Map(sources.map((source) => [source.id, source.key]));
    const parts = (await guards()).filter(({ kind }) => kind === "part");
    expect(
      Object.fromEntries(parts.map(({ sourceId, verdict }) => [keyOf.get(sourceId ?? ""), verdict])),
    ).toMatchObject({
      one: expect.not.stringContaining("harmful") as string,
      two: expect.not.stringContaining("harmful") as string,
      three: "harmful",
    });
    expect(parts.every(({ activationMethodId }) => activationMethodId === id)).toBe(true);
  });

  it("watches a place that nobody announced, until it is claimed", async () => {
    const told = toldFacts(database);
    await tell(oldSources());
    await told.optIns([{ person: "p", source: "mystery", at: new Date((today() - 10) * dayMs) }]);
    await tell(
      draw({ source: "mystery", from: today() - 10, to: today() - 1, perDay: 200, rate: 0.01, seed: 5 }),
    );
    await watchGuards(ports);
    const [found] = await guards();
    expect(found).toMatchObject({ kind: "unannounced", activationMethodId: null, verdict: "harmful" });
    const id = await givenLaunch("Mystery", 10, ["mystery"]);
    await watchGuards(ports);
    expect(await guards()).toMatchObject([{ id, kind: "method", verdict: "harmful" }]);
  });

  it("says what is missing: messages, or others to compare with", async () => {
    const silent = await givenLaunch("Silent", 5, ["silent"]);
    const fresh = await givenLaunch("Fresh", 0, ["fresh"]);
    const only = await givenLaunch("Only", 5, ["only"]);
    await tell(
      draw({ source: "only", from: today() - 5, to: today() - 1, perDay: 100, rate: 0.01, seed: 6 }),
    );
    await watchGuards(ports);
    expect(await guardOf(silent)).toMatchObject({ lack: "nothing-delivered", startDay: null, exposures: 0 });
    expect(await guardOf(fresh)).toMatchObject({ verdict: "undecided", lack: "nothing-delivered" });
    expect(await guardOf(only)).toMatchObject({
      ...{ verdict: "undecided", lack: "no-others", exposures: 500, unmatched: 500, rateRatio: null },
    });
  });

  it("watches no launch that was before anything was counted", async () => {
    const id = await givenLaunch("Long ago", 300, ["shop", "till"]);
    await tell(oldSources());
    expect(await watchGuards(ports)).toBe(1);
    expect(await guards()).toMatchObject([
      { id, verdict: "undecided", lack: "before-counting", exposures: 0 },
    ]);
    expect(await watchGuards(ports)).toBe(0);
  });

  it("compares with other numbers where a number serves nobody else, and then says less", async () => {
    const alone = { number: "n2", from: today() - 60, to: today() - 1, perDay: 1_000 };
    const bad = await givenLaunch("Bad", 60, ["bad"]);
    const good = await givenLaunch("Good", 60, ["good"]);
    await tell([
      ...oldSources(),
      ...draw({ source: "bad", ...alone, rate: 0.01, seed: 6 }),
      ...draw({ source: "good", ...alone, number: "n3", rate: 0.0015, seed: 7 }),
    ]);
    await watchGuards(ports);
    expect(await guardOf(bad)).toMatchObject({ verdict: "harmful", likeness: 5, unmatched: 0 });
    const found = await guardOf(good);
    expect(found).toMatchObject({ verdict: "undecided", likeness: 5 });
    // On its own number it would be safe by now.
    expect(found!.ratioHigh!).toBeLessThan(1.25);
  });

  it("compares with people who are as new, where there are some", async () => {
    const launch = await givenLaunch("Flyer", 6, ["flyer"]);
    const monday = (day: number) => day - ((((day + 3) % 7) + 7) % 7);
    // New contacts block five times as often as old ones, wherever they opted in.
    const withCohort = (counts: ToldCount[], age: number) =>
      counts.map((one) => ({ ...one, cohort: monday(one.day - (one.ageDays ?? 0) - age) }));
    const span = { from: today() - 60, to: today() - 1 };
    await tell([
      ...withCohort(draw({ source: "shop", ...span, perDay: 2_000, rate: 0.002, seed: 30 }), 100),
      ...withCohort(draw({ source: "shop", ...span, perDay: 300, rate: 0.01, seed: 31 }), 0),
      ...withCohort(
        draw({ source: "flyer", from: today() - 6, to: today() - 1, perDay: 200, rate: 0.01, seed: 32 }),
        0,
      ),
    ]);
    await watchGuards(ports);
    const found = await guardOf(launch);
    expect(found).toMatchObject({ likeness: 0, unmatched: 0 });
    expect(found!.verdict).not.toBe("harmful");
    expect(found!.ratioLow!).toBeLessThan(1);
  });

  it("forgets a launch that did not happen, and begins anew when sources join", async () => {
    const id = await givenLaunch("Flyer", 20, ["flyer"]);
    await tell([
      ...oldSources(),
      ...draw({ source: "flyer", from: today() - 20, to: today() - 1, perDay: 200, rate: 0.006, seed: 11 }),
      ...draw({ source: "poster", from: today() - 10, to: today() - 1, perDay: 100, rate: 0.002, seed: 12 }),
    ]);
    await watchGuards(ports);
    await createOptInSource(ctx, { key: "poster", name: "Poster", activationMethodId: id });
    await watchGuards(ports);
    expect((await guardOf(id))!.exposures).toBe(5_000);
    await database.client.activationMethod.updateMany({ data: { launchedAt: null, state: "draft" } });
    await watchGuards(ports);
    expect(await guards()).toEqual([]);
    expect(await database.client.launchGuardDay.count()).toBe(0);
    expect(await database.client.launchGuardStand.count()).toBe(0);
  });
});

describe("the day under way", () => {
  it("shows harm before it is over, and what there is of a first day", async () => {
    const bad = await givenLaunch("Bad", 0, ["bad"]);
    const good = await givenLaunch("Good", 0, ["good"]);
    const old = await givenLaunch("Old", 3, ["old"]);
    const first = { from: today(), to: today(), perDay: 300 };
    await tell([
      ...oldSources(today()),
      ...draw({ source: "bad", ...first, rate: 0.03, seed: 40 }),
      ...draw({ source: "good", ...first, rate: 0.002, seed: 41 }),
      ...draw({ source: "old", ...first, from: today() - 3, rate: 0.002, seed: 42 }),
    ]);
    await watchGuards(ports);
    expect(await watchOpenDays(ports)).toBe(1);
    expect(await guardOf(bad)).toMatchObject({
      ...{
        verdict: "harmful",
        verdictAt: ports.clock.now(),
        exposures: 300,
        startDay: today(),
        throughDay: null,
      },
    });
    expect(await guardOf(good)).toMatchObject({ verdict: "undecided", exposures: 300, throughDay: null });
    expect(await guardOf(old)).toMatchObject({ exposures: 900, throughDay: today() - 1 });
    // Nothing was counted since, and no day is over.
    expect(await watchGuards(ports)).toBe(0);
    expect(await watchOpenDays(ports)).toBe(0);
    expect(await guardOf(bad)).toMatchObject({ verdict: "harmful" });
  });

  it("is judged once it is over, whatever was seen of it", async () => {
    const id = await givenLaunch("Flyer", 0, ["flyer"]);
    const first = { from: today(), to: today(), perDay: 300 };
    await tell([...oldSources(today()), ...draw({ source: "flyer", ...first, rate: 0.03, seed: 40 })]);
    await watchGuards(ports);
    await watchOpenDays(ports);
    const complaints = await database.client.signalCell.findMany({ where: { hour: { gte: today() * 24 } } });
    expect(complaints.length).toBeGreaterThan(0);
    // The complaints were a mistake and are taken back before midnight.
    await tell(
      draw({ source: "flyer", ...first, rate: 0.03, seed: 40 }).map((one) =>
        one.kind === undefined ? { ...one, count: 0 } : { ...one, count: -one.count },
      ),
    );
    ports.clock.advance(dayMs);
    await watchGuards(ports);
    expect(await guardOf(id)).toMatchObject({
      verdict: "undecided",
      throughDay: today() - 1,
      exposures: 300,
    });
  });
});
