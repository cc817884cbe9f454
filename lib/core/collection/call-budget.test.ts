import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  budgetLevel,
  budgetMeter,
  mayRead,
  noteUsage,
  type BudgetReading,
  type ReadKind,
} from "./call-budget.ts";

const now = new Date("2026-10-06T09:00:00Z");
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const reading = (percent: number | null, part: Partial<BudgetReading> = {}): BudgetReading => ({
  percent,
  observedAt: now,
  waitUntil: null,
  ...part,
});
const ask = (kind: ReadKind, known: BudgetReading | null, jitter = 0) =>
  mayRead(kind, known, { now, jitter });

const essential: readonly ReadKind[] = ["ratings", "manual", "token", "waba-details"];
const others: readonly ReadKind[] = [
  "templates",
  "subscription",
  "template-comparison",
  "template-analytics",
  "messaging-analytics",
  "pricing-analytics",
];

describe("F04 the level", () => {
  // reliability.md F04: 60 slow, 80 essential only, 95 stop.
  it.each([
    [null, "normal"],
    [0, "normal"],
    [59.9, "normal"],
    [60, "slow"],
    [79.9, "slow"],
    [80, "essential"],
    [94.9, "essential"],
    [95, "stop"],
    [130, "stop"],
  ])("at %s percent is %s", (percent, level) => {
    expect(budgetLevel(reading(percent), now)).toBe(level);
  });

  it("is normal as long as Meta has said nothing", () => {
    expect(budgetLevel(null, now)).toBe("normal");
  });

  // Meta counts a rolling hour (graph-api.md 11).
  it("forgets a header after an hour, however high", () => {
    const known = reading(99);
    expect(budgetLevel(known, after(59))).toBe("stop");
    expect(budgetLevel(known, after(60))).toBe("normal");
  });

  it("F40 forgets a header that a jump of the clock left in the future", () => {
    expect(budgetLevel(reading(99, { observedAt: after(30) }), now)).toBe("stop");
    expect(budgetLevel(reading(99, { observedAt: after(120) }), now)).toBe("normal");
  });

  it("F03 is stop until Meta's time is over, also when the header has aged out", () => {
    const known = reading(12, { waitUntil: after(90) });
    expect(budgetLevel(known, after(89))).toBe("stop");
    expect(budgetLevel(known, after(90))).toBe("normal");
  });
});

describe("F04 what may be read", () => {
  it.each([...essential, ...others])("%s goes at a normal and at a slow pace", (kind) => {
    expect(ask(kind, null)).toEqual({ go: true });
    expect(ask(kind, reading(59))).toEqual({ go: true });
    expect(ask(kind, reading(79))).toEqual({ go: true });
  });

  it.each(essential)("%s goes at 80 percent too, and at 95 waits for the end of the hour", (kind) => {
    expect(ask(kind, reading(94))).toEqual({ go: true });
    const known = reading(95, { observedAt: after(-20) });
    expect(ask(kind, known)).toEqual({ go: false, level: "stop", notBefore: after(40) });
  });

  it.each(others)("%s waits from 80 percent on, and asks again in a quarter of an hour", (kind) => {
    expect(ask(kind, reading(80))).toEqual({ go: false, level: "essential", notBefore: after(15) });
  });

  it("asks again earlier when the header has aged out by then", () => {
    const known = reading(80, { observedAt: after(-50) });
    expect(ask("templates", known)).toMatchObject({ notBefore: after(10) });
  });

  it("spreads what waited over a minute", () => {
    expect(ask("templates", reading(80), 0.5)).toMatchObject({ notBefore: after(15.5) });
  });

  it("F03 nothing goes before Meta's time is over", () => {
    for (const kind of [...essential, ...others]) {
      const known = reading(100, { waitUntil: after(17) });
      expect(ask(kind, known)).toEqual({ go: false, level: "stop", notBefore: after(17) });
    }
  });

  it("is put off to a time that lies ahead, at most an hour away or at Meta's", () => {
    const known = fc.record({
      percent: fc.option(fc.integer({ min: 0, max: 200 })),
      observedAt: fc.integer({ min: -200, max: 200 }).map(after),
      waitUntil: fc.option(fc.integer({ min: -200, max: 1440 }).map(after)),
    });
    fc.assert(
      fc.property(known, fc.constantFrom(...essential, ...others), (each, kind) => {
        const permission = ask(kind, each, 0.999);
        if (permission.go) return;
        const wait = (permission.notBefore.getTime() - now.getTime()) / 60_000;
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(
          Math.max(60, each.waitUntil === null ? 0 : (each.waitUntil.getTime() - now.getTime()) / 60_000) + 1,
        );
      }),
    );
  });
});

describe("noteUsage", () => {
  const usage = (percent: number | null, regainAccessMinutes: number | null = null) => ({
    percent,
    regainAccessMinutes,
  });

  it("knows nothing as long as no header could be read", () => {
    expect(noteUsage(null, usage(null), now)).toBeNull();
  });

  it("a quiet account does not hide a busy one within the hour, and does after it", () => {
    const busy = reading(97);
    expect(noteUsage(busy, usage(3), after(59))).toEqual(busy);
    expect(noteUsage(busy, usage(3), after(60))).toEqual(reading(3, { observedAt: after(60) }));
  });

  it("takes the higher figure with its time", () => {
    expect(noteUsage(reading(40), usage(61), after(5))).toEqual(reading(61, { observedAt: after(5) }));
  });

  it("keeps what is known when an answer says nothing", () => {
    expect(noteUsage(reading(40), usage(null), after(5))).toEqual(reading(40));
  });

  it("a round over everything replaces what was known", () => {
    expect(noteUsage(null, usage(3), after(5))).toEqual(reading(3, { observedAt: after(5) }));
  });

  // docs/faults.md F03: at least five minutes, at most a day.
  it.each([
    [1, 5],
    [17, 17],
    [1e6, 24 * 60],
  ])("F03 %i minutes of silence become %i", (stated, minutes) => {
    expect(noteUsage(null, usage(100, stated), now)).toEqual(reading(100, { waitUntil: after(minutes) }));
  });

  it("F03 a shorter time does not end a longer one", () => {
    const waiting = reading(100, { waitUntil: after(90) });
    expect(noteUsage(waiting, usage(100, 6), after(70))?.waitUntil).toEqual(after(90));
    expect(noteUsage(waiting, usage(2), after(91))?.waitUntil).toBeNull();
  });
});

describe("budgetMeter", () => {
  it.each([
    ["nothing said", null, { percent: null, level: "normal", waitingUntil: null }],
    ["12 %", reading(12), { percent: 12, level: "normal", waitingUntil: null }],
    ["64 %", reading(64), { percent: 64, level: "slow", waitingUntil: null }],
    ["83 %", reading(83), { percent: 83, level: "essential", waitingUntil: null }],
    ["97 %", reading(97), { percent: 97, level: "stop", waitingUntil: after(60) }],
    [
      "Meta's time",
      reading(100, { waitUntil: after(17) }),
      { percent: 100, level: "stop", waitingUntil: after(17) },
    ],
    [
      "an old header",
      reading(97, { observedAt: after(-61) }),
      { percent: null, level: "normal", waitingUntil: null },
    ],
  ])("shows %s", (_name, known, facts) => {
    expect(budgetMeter(known, now)).toMatchObject(facts);
  });

  it("has words of its own for each state, and none of them is a figure that nobody has stated", () => {
    const states = [
      null,
      reading(12),
      reading(64),
      reading(83),
      reading(97),
      reading(100, { waitUntil: after(17) }),
      reading(97, { observedAt: after(-61) }),
    ];
    const words = states.map((state) => budgetMeter(state, now).words);
    expect(new Set(words).size).toBe(states.length);
    for (const each of words) expect(each).toMatch(/^[A-Z][^0-9]*\.$/);
  });
});

describe("the budget of 10,000 numbers in 500 WABAs", () => {
  // graph-api.md 11: 200 calls an hour for an app and WABA, and up to 100 numbers in one call.
  it("is used to 3 percent by a poll every ten minutes", () => {
    const callsPerRound = Math.ceil(10_000 / 500 / 100);
    const callsPerHour = callsPerRound * (60 / 10);
    expect([callsPerHour, (100 * callsPerHour) / 200]).toEqual([6, 3]);
  });
});
