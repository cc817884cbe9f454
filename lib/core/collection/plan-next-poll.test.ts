import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphTroubleKind } from "./graph-trouble.ts";
import { planNextPoll, type PlanNextPollInput } from "./plan-next-poll.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const due = Date.UTC(2026, 9, 6, 9);

type Case = Partial<Omit<PlanNextPollInput, "dueAt" | "now" | "trouble" | "anchor">> & {
  /** Milliseconds after the slot at which a fixed instant of the connection lies. */
  anchor?: number;
  /** Milliseconds after the slot at which the round ended. */
  late?: number;
  trouble?: GraphTroubleKind;
  waitMinutes?: number | null;
};

function plan({ late = 2 * second, trouble, waitMinutes = null, anchor, ...rest }: Case = {}) {
  return planNextPoll({
    dueAt: new Date(due),
    now: new Date(due + late),
    pollIntervalSeconds: 600,
    trouble: trouble === undefined ? null : { kind: trouble, waitMinutes },
    consecutiveFailures: trouble === undefined ? 0 : 1,
    usagePercent: null,
    jitter: 0,
    ...(anchor === undefined ? {} : { anchor: new Date(due + anchor) }),
    ...rest,
  });
}

/** Milliseconds after the slot; fails when polling stops. */
function nextAfterSlot(input: Case = {}): number {
  const next = plan(input);
  if (next.state !== "active") throw new Error("polling stopped");
  return next.nextPollAt.getTime() - due;
}

describe("a healthy round", () => {
  it("is followed by the next slot, however long it took within its interval", () => {
    for (const late of [0, second, 5 * minute, 10 * minute - 1])
      expect(nextAfterSlot({ late })).toBe(10 * minute);
  });

  it("spreads by at most 5 % of the interval", () => {
    expect(nextAfterSlot({ jitter: 0.5 })).toBe(10 * minute + 15 * second);
    expect(nextAfterSlot({ jitter: 0.999_999 })).toBeLessThan(10 * minute + 30 * second);
  });

  // 24 h = 144 slots of 10 min, plus the jitter of the last round alone: at most 5 % of one interval.
  it.each([0, 0.5, 0.999])(
    "keeps its slots over a day: neither what rounds take nor jitter %d adds up",
    (jitter) => {
      let dueAt = new Date(due);
      for (let round = 0; round < 144; round++) {
        const next = planNextPoll({
          dueAt,
          anchor: new Date(due - 400 * 24 * hour),
          now: new Date(dueAt.getTime() + 47 * second),
          pollIntervalSeconds: 600,
          trouble: null,
          consecutiveFailures: 0,
          usagePercent: 12,
          jitter,
        });
        dueAt = next.state === "active" ? next.nextPollAt : new Date(Number.NaN);
      }
      expect(dueAt.getTime() - due).toBe(24 * hour + jitter * 30 * second);
    },
  );

  // By hand: slots lie at …, -4, 6, 16 min from the round's due time. The slot nearest to it is its own.
  it("returns to its slots after a round that a person or a back-off put between two", () => {
    expect(nextAfterSlot({ anchor: 6 * minute })).toBe(6 * minute);
    expect(nextAfterSlot({ anchor: 4 * minute })).toBe(14 * minute);
  });

  it("comes between half an interval and one and a half after a short round, wherever its slots lie", () => {
    fc.assert(
      fc.property(fc.integer({ min: -90 * 24 * hour, max: 24 * hour }), (anchor) => {
        const wait = nextAfterSlot({ anchor, late: 0 });
        expect(wait).toBeGreaterThanOrEqual(5 * minute);
        expect(wait).toBeLessThanOrEqual(15 * minute);
        expect(Math.abs((wait - anchor) % (10 * minute))).toBe(0);
      }),
    );
  });
});

describe("F12 a round longer than its interval", () => {
  it.each([
    ["just over one slot", 10 * minute + second, 20 * minute],
    ["exactly one slot", 10 * minute, 20 * minute],
    ["three and a half slots", 35 * minute, 40 * minute],
    ["F40 a machine that slept for six hours", 6 * hour + second, 6 * hour + 10 * minute],
  ])("%s: the missed slots are skipped, not caught up", (_name, late, next) => {
    expect(nextAfterSlot({ late })).toBe(next);
  });

  it("never fires twice within the remainder of one slot", () => {
    fc.assert(
      fc.property(
        fc.nat(30 * 24 * hour),
        fc.integer({ min: 1, max: 86_400 }),
        (late, pollIntervalSeconds) => {
          const wait = nextAfterSlot({ late, pollIntervalSeconds }) - late;
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(pollIntervalSeconds * second);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe("F04 the call budget", () => {
  // graph-api.md 11: slow at 60 %, essential reads only at 80 %, stop at 95 %. Meta counts a rolling hour.
  it.each([
    [null, 10 * minute],
    [0, 10 * minute],
    [59.9, 10 * minute],
    [60, 20 * minute],
    [80, 20 * minute],
    [94.9, 20 * minute],
    [95, 60 * minute],
    [100, 60 * minute],
    [250, 60 * minute],
  ])("at %s percent the next round is %i ms after the slot", (usagePercent, next) => {
    expect(nextAfterSlot({ usagePercent })).toBe(next);
  });

  it.each([
    [10, hour],
    [3600, 2 * hour],
    [86_400, 48 * hour],
  ])(
    "at 95 percent a poll every %i s becomes one every %i ms: one an hour, and always fewer than before",
    (pollIntervalSeconds, next) => {
      expect(nextAfterSlot({ usagePercent: 95, pollIntervalSeconds })).toBe(next);
    },
  );

  it("stays slow when the round took longer than its slot", () => {
    // By hand: slots every 20 min at 60 %, so a round that ends at minute 25 is followed by the slot of minute 40.
    expect(nextAfterSlot({ usagePercent: 60, late: 25 * minute })).toBe(40 * minute);
    expect(nextAfterSlot({ usagePercent: 96, late: 61 * minute })).toBe(2 * hour);
  });
});

describe("F05 passing trouble", () => {
  // Full jitter: half-way through a ceiling that doubles from 1 s to 5 min (docs/faults.md F05).
  it.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [4, 4],
    [5, 8],
    [8, 64],
    [9, 128],
    [10, 150],
    [11, 150],
    [5_000, 150],
  ])("after %i failures waits %i s", (consecutiveFailures, seconds) => {
    const wait = nextAfterSlot({ trouble: "transient", consecutiveFailures, jitter: 0.5, late: 0 });
    expect(wait).toBe(seconds * second);
  });

  it.each<GraphTroubleKind>([
    "transient",
    "request-invalid",
    "asset-lost",
    "field-unknown",
    "account-locked",
  ])("%s is tried again within 1 s to 5 min, counted from now", (trouble) => {
    const cases = fc.record({
      consecutiveFailures: fc.nat(2_000),
      jitter: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, fc.nat(hour), (input, late) => {
        const wait = nextAfterSlot({ ...input, trouble, late }) - late;
        expect(wait).toBeGreaterThanOrEqual(second);
        expect(wait).toBeLessThanOrEqual(5 * minute);
      }),
    );
  });
});

describe("F03 a throttle", () => {
  it.each([
    [null, 0, 5],
    [0, 0, 5],
    [1, 0, 5],
    [5, 0, 5],
    [17, 0, 17],
    [17, 0.5, 17.5],
    [720, 0, 720],
  ])("of %s min with jitter %d is waited out for %d min from now", (waitMinutes, jitter, minutes) => {
    const wait = nextAfterSlot({ trouble: "rate-limited", waitMinutes, jitter, late: minute }) - minute;
    expect(wait).toBe(minutes * minute);
  });

  it("waits at least as long as stated even when rounds are quick", () => {
    const wait = nextAfterSlot({
      trouble: "rate-limited",
      waitMinutes: 30,
      pollIntervalSeconds: 10,
      late: 0,
    });
    expect(wait).toBe(30 * minute);
  });

  it("F09 an absurd number of minutes cannot park a connection: one probe a day", () => {
    for (const waitMinutes of [1e6, 1e15, Number.MAX_VALUE]) {
      expect(nextAfterSlot({ trouble: "rate-limited", waitMinutes, late: 0 })).toBe(24 * hour);
    }
  });
});

describe("F01 a dead token", () => {
  it.each<GraphTroubleKind>(["token-invalid", "permission-missing"])(
    "%s: no call until a person acts",
    (trouble) => {
      expect(plan({ trouble })).toEqual({ state: "token-dead" });
    },
  );
});

describe("F40 the clock jumps", () => {
  it("two hours back: the next round is one interval away, not two hours", () => {
    expect(nextAfterSlot({ late: -2 * hour })).toBe(-2 * hour + 10 * minute);
  });

  it("two seconds between two clocks do not repeat a round that has just ended", () => {
    expect(nextAfterSlot({ late: -2 * second })).toBe(10 * minute - 2 * second);
  });

  it("two hours forward: one round at the next slot, no burst", () => {
    expect(nextAfterSlot({ late: 2 * hour })).toBe(2 * hour + 10 * minute);
  });

  it("whatever happens, the next round lies ahead and not farther than its reason allows", () => {
    const input = fc.record({
      late: fc.oneof(
        fc.integer({ min: -2 * hour, max: 2 * hour }),
        fc.integer({ min: -48 * hour, max: 48 * hour }),
      ),
      pollIntervalSeconds: fc.integer({ min: 1, max: 86_400 }),
      trouble: fc.constantFrom(undefined, "transient", "rate-limited", "asset-lost", "account-locked"),
      waitMinutes: fc.option(fc.nat(1_440)),
      consecutiveFailures: fc.nat(100),
      usagePercent: fc.option(fc.integer({ min: 0, max: 120 })),
      jitter: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    });
    fc.assert(
      fc.property(input, ({ trouble, ...rest }) => {
        const wait = nextAfterSlot({ ...rest, ...(trouble === undefined ? {} : { trouble }) }) - rest.late;
        expect(wait).toBeGreaterThan(0);
        const interval = rest.pollIntervalSeconds * second;
        const longest = {
          healthy: Math.max(2.05 * interval, hour + 1.05 * interval),
          "rate-limited": Math.max(5, rest.waitMinutes ?? 0) * minute + minute,
          transient: 5 * minute,
          "asset-lost": 5 * minute,
          "account-locked": 5 * minute,
        }[trouble ?? "healthy"];
        expect(wait).toBeLessThanOrEqual(longest);
      }),
      { numRuns: 1_000 },
    );
  });
});
