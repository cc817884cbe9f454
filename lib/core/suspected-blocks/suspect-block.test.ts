import { describe, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { simulateSilence, type SilenceWorld } from "../../testing/silence-world.ts";
import { estimateReachability, type StretchCount } from "./estimate-reachability.ts";
import { expectedFalseShare, suspectBlock, suspicionTable, type ContactSilence } from "./suspect-block.ts";

const stretch = (entryDay: number, lastDay: number, hasEnded: boolean, count: number): StretchCount => ({
  sort: "silent",
  entryDay,
  lastDay,
  hasEnded,
  count,
});

/**
 * 100 of 200 silences end on day 3, the rest go on for 40 days: by hand, half of them never end. In
 * 400 contact-years 20 people are assumed to leave, 10 of them as plain silence: a tenth of those 100.
 */
const plain = estimateReachability([stretch(2, 3, true, 100), stretch(2, 40, false, 100)], 400);
const now = new Date("2026-06-30T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const silent: ContactSilence = {
  deliveredBefore: 4,
  undeliveredCount: 3,
  firstUndeliveredAt: daysAgo(10),
  lastSignAt: daysAgo(12),
  had131026: false,
};

describe("estimateReachability", () => {
  it("by hand: the chance of never ending before and after the ends", () => {
    if (plain.kind === "insufficient") throw new Error("200 stretches are enough.");
    expect(plain.silent).toMatchObject({ firstDay: 2, lastDay: 40, stretchCount: 200, endedCount: 100 });
    // Days 2 and 3: half never end. From day 4 on: all.
    expect(plain.silent.neverEnds.slice(0, 4)).toEqual([0.5, 0.5, 1, 1]);
    // Too few of their own: those with 131026 are judged like all.
    expect(plain.failed131026.neverEnds).toEqual(plain.silent.neverEnds);
    expect(plain.silent.goneShare).toBeCloseTo(0.1, 12);
    expect(plain.failed131026.goneShare).toBeCloseTo(0.2, 12);
  });

  it("a late entry is not counted as at risk before", () => {
    // 100 enter on day 2 and half end that day; 100 more enter on day 5 and none of all end later.
    const late = estimateReachability(
      [stretch(2, 2, true, 50), stretch(2, 30, false, 50), stretch(5, 30, false, 100)],
      400,
    );
    if (late.kind === "insufficient") throw new Error("200 stretches are enough.");
    expect(late.silent.neverEnds[0]).toBeCloseTo(0.5, 12);
  });

  it("keeps back what still ends after the last day", () => {
    // Of 800, 200 end in the second and 100 in the third doubling of age, of 32 days: about 100 more would follow.
    const counts = [stretch(2, 12, true, 200), stretch(2, 24, true, 100), stretch(2, 31, false, 500)];
    const result = estimateReachability(counts, 400);
    if (result.kind === "insufficient") throw new Error("800 stretches are enough.");
    // 100/800 × part / (1 − part), part = (100 + 7) / (200 + 20).
    const part = 107 / 220;
    expect(result.silent.neverEnds[0]).toBeCloseTo((500 - (100 * part) / (1 - part)) / 800, 10);
  });

  it("does not pretend: too few stretches, or too young a history", () => {
    expect(estimateReachability([stretch(2, 30, false, 60)], 400)).toEqual({
      kind: "insufficient",
      stretchCount: 60,
      stretchesNeeded: 40,
    });
    expect(estimateReachability([stretch(2, 6, true, 300), stretch(2, 8, false, 300)], 400)).toEqual({
      kind: "insufficient",
      stretchCount: 600,
      stretchesNeeded: null,
    });
  });
});

describe("suspectBlock", () => {
  const reasons: [string, Partial<ContactSilence>, string][] = [
    ["nothing ever got through", { deliveredBefore: 0 }, "never-delivered"],
    ["one unanswered message", { undeliveredCount: 1 }, "too-few-messages"],
    ["everything was answered", { undeliveredCount: 0, firstUndeliveredAt: null }, "too-few-messages"],
    ["48 hours are not over", { firstUndeliveredAt: daysAgo(2) }, "too-recent"],
    ["most such silences still end", { firstUndeliveredAt: daysAgo(2.5) }, "may-be-ordinary"],
  ];
  it.each(reasons)("not suspected: %s", (_, change, reason) => {
    expect(suspectBlock({ ...silent, ...change }, plain, now)).toMatchObject({
      kind: "not-suspected",
      reason,
    });
  });

  it("suspected, with since when, how probable and why", () => {
    const result = suspectBlock(silent, plain, now);
    if (result.kind !== "suspected") throw new Error("All silences of this age never end.");
    expect(result).toMatchObject({ since: silent.firstUndeliveredAt, lastSignAt: silent.lastSignAt });
    expect(result.probability).toBeCloseTo(0.9, 12);
    expect(result.why).toContain("3 messages in 10 days without a sign of life");
    expect(result.why).toContain("about 90 % of such silences are blocks");
  });

  it("one message refused with 131026 is enough", () => {
    const failed = { ...silent, undeliveredCount: 1, had131026: true };
    const result = suspectBlock(failed, plain, now);
    if (result.kind !== "suspected") throw new Error("All silences of this age never end.");
    // Too few of their own: 20 people leaving among 100.
    expect(result.probability).toBeCloseTo(0.8, 12);
    expect(result.why).toContain("131026");
  });

  it("cannot tell without a baseline of its own", () => {
    expect(suspectBlock(silent, estimateReachability([], 400), now)).toEqual({
      kind: "cannot-tell",
      reason: "no-baseline",
    });
  });

  it("the table for queries says the same as the rule for one", () => {
    if (plain.kind === "insufficient") throw new Error("200 stretches are enough.");
    const { fromDay, probabilityByDay } = suspicionTable(plain).silent;
    expect(fromDay).toBe(4);
    for (const { day, probability } of probabilityByDay.slice(1)) {
      const one = suspectBlock({ ...silent, firstUndeliveredAt: daysAgo(day) }, plain, now);
      expect(one).toMatchObject({ kind: day >= 4 ? "suspected" : "not-suspected", probability });
    }
  });
});

describe("suspected blocks, calibration against a world with known truth", () => {
  const base: SilenceWorld = {
    contacts: 5_000,
    days: 150,
    everyDays: 3,
    blocksPerDelivered: 0.003,
    offEveryDays: 60,
    offShape: 1.4,
    offScale: 1,
    newPhoneEveryDays: 400,
    goneEveryDays: 8_000,
    lostMessageShare: 0.005,
    blocksShownAs131026: 0.2,
  };

  function measure(world: SilenceWorld, seeds: readonly number[]) {
    let [right, wrong, blockedLongAgo, found] = [0, 0, 0, 0];
    const probabilities: number[] = [];
    for (const seed of seeds) {
      const { contacts, stretches, contactYears, now: today } = simulateSilence(seededRandom(seed), world);
      const reachability = estimateReachability(stretches, contactYears);
      for (const contact of contacts) {
        const result = suspectBlock(contact, reachability, today);
        const isLongAgo = contact.blockedDay !== null && contact.blockedDay < world.days - 28;
        if (isLongAgo) blockedLongAgo += 1;
        if (result.kind !== "suspected") continue;
        probabilities.push(result.probability);
        if (contact.isBlocked) right += 1;
        else wrong += 1;
        if (isLongAgo) found += 1;
      }
    }
    const suspected = right + wrong;
    return {
      suspected,
      falseShare: wrong / suspected,
      stated: expectedFalseShare(probabilities),
      recall: found / blockedLongAgo,
    };
  }

  it("states its share of false suspicions within 5 points, and finds nine in ten blocks after four weeks", () => {
    const result = measure(base, [1, 2, 3, 4]);
    expect(result.suspected).toBeGreaterThan(2_000);
    expect(result.falseShare).toBeLessThan(0.25);
    expect(Math.abs(result.stated! - result.falseShare)).toBeLessThan(0.05);
    expect(result.recall).toBeGreaterThan(0.9);
  });

  it("holds when blocks are three times as common, and when absences have no mean length", () => {
    const common = measure({ ...base, blocksPerDelivered: 0.01 }, [5, 6]);
    expect(Math.abs(common.stated! - common.falseShare)).toBeLessThan(0.05);
    expect(common.recall).toBeGreaterThan(0.95);
    const heavy = measure({ ...base, offShape: 1, offScale: 1.5 }, [5, 6]);
    expect(Math.abs(heavy.stated! - heavy.falseShare)).toBeLessThan(0.07);
  });

  it("suspects nobody where silence is no more common than people leaving would make it", () => {
    const result = measure({ ...base, blocksPerDelivered: 0.0003 }, [7, 8]);
    expect(result.suspected).toBe(0);
  });
});
