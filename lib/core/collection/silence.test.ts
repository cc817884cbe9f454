import { describe, expect, it } from "vitest";
import { isCollectorSilent, silenceStep, type CollectorView, type LastTold } from "./silence.ts";

const now = new Date("2026-10-06T12:00:00Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describe("isCollectorSilent: six intervals of ten minutes without a round that read something", () => {
  const view = (changed: Partial<CollectorView>): CollectorView => ({
    now,
    lastGoodAt: ago(60),
    triedSince: ago(50),
    nextPollAt: ago(-10),
    pollIntervalSeconds: 600,
    ...changed,
  });
  it.each<[string, Partial<CollectorView>, boolean]>([
    ["tried and failed for an hour", {}, true],
    ["one minute earlier", { lastGoodAt: ago(59) }, false],
    ["never read anything, tried for an hour", { lastGoodAt: null, triedSince: ago(60) }, true],
    ["new, and its first rounds fail", { lastGoodAt: null, triedSince: ago(5) }, false],
    ["never tried yet", { lastGoodAt: null, triedSince: null, nextPollAt: ago(1) }, false],
    ["no round was begun although one was due", { triedSince: null, nextPollAt: ago(60) }, true],
    [
      "paused for a day and resumed just now",
      { lastGoodAt: ago(1_440), triedSince: null, nextPollAt: now },
      false,
    ],
    ["resumed, and the first rounds fail", { lastGoodAt: ago(1_440), triedSince: ago(10) }, false],
    ["Meta asked for an hour's wait in the first try", { triedSince: ago(51), nextPollAt: ago(-9) }, true],
    [
      "a pace of five seconds, one minute without success",
      {
        pollIntervalSeconds: 5,
        lastGoodAt: ago(1),
        triedSince: ago(1),
      },
      false,
    ],
    [
      "a pace of five seconds, five minutes without success",
      {
        pollIntervalSeconds: 5,
        lastGoodAt: ago(5),
        triedSince: ago(5),
      },
      true,
    ],
    ["F40 a success in the future", { lastGoodAt: ago(-120) }, false],
  ])("%s: %#", (_name, changed, silent) => {
    expect(isCollectorSilent(view(changed))).toBe(silent);
  });
});

describe("silenceStep", () => {
  const fell = (to: string, minutes = 120): LastTold => ({ direction: "fell", to, at: ago(minutes) });
  const recovered = (minutes: number): LastTold => ({ direction: "recovered", to: null, at: ago(minutes) });
  it.each<[string, LastTold | null, string[], ReturnType<typeof silenceStep>]>([
    ["all is well", null, [], null],
    ["a beginning", null, ["b", "a"], { direction: "fell", to: "a,b" }],
    ["the same as told", fell("a,b"), ["b", "a"], null],
    ["one more", fell("a"), ["a", "b"], { direction: "fell", to: "a,b" }],
    ["one more within the hour", fell("a", 59), ["a", "b"], null],
    ["another instead", fell("a"), ["b"], { direction: "fell", to: "b" }],
    ["fewer", fell("a,b", 1), ["a"], { direction: "improved", to: "a" }],
    [
      "fewer still",
      { direction: "improved", to: "a,b", at: ago(1) },
      ["a"],
      { direction: "improved", to: "a" },
    ],
    ["an end, at once", fell("a", 1), [], { direction: "recovered", to: null }],
    ["F59 again within the hour of its end", recovered(59), ["a"], null],
    ["F59 again an hour after its end", recovered(60), ["a"], { direction: "fell", to: "a" }],
  ])("%s", (_name, last, ailment, step) => {
    expect(silenceStep(last, ailment, now)).toEqual(step);
  });

  it("F59 a state that changes with every look is told of at most twice an hour", () => {
    let last: LastTold | null = null;
    const told: string[] = [];
    for (let minute = 0; minute < 240; minute += 5) {
      const at = new Date(now.getTime() + minute * 60_000);
      const step = silenceStep(last, minute % 10 === 0 ? ["lost"] : [], at);
      if (step === null) continue;
      told.push(step.direction);
      last = { ...step, at };
    }
    expect(told.length).toBeLessThanOrEqual(8);
  });
});
