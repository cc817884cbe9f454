import { describe, expect, it } from "vitest";
import { planNextRead, readIntervalSeconds, scheduledReadKinds, spreadFraction } from "./plan-next-read.ts";

const now = new Date("2026-06-01T09:10:00.000Z");
const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const plan = (input: Partial<Parameters<typeof planNextRead>[0]> = {}) =>
  planNextRead({
    kind: "waba-details",
    outcome: "done",
    trouble: null,
    now,
    phase: 0,
    consecutiveFailures: 1,
    slow: false,
    jitter: 0.5,
    ...input,
  });
const trouble = (kind: "transient" | "rate-limited" | "asset-lost" | "request-invalid", waitMinutes = 0) => ({
  kind,
  waitMinutes,
});

describe("the next reading", () => {
  it("keeps its place within the interval, so that WABAs stay spread out", () => {
    expect(plan().nextDueAt).toEqual(new Date("2026-06-01T10:00:00.000Z"));
    expect(plan({ phase: 0.9 }).nextDueAt).toEqual(new Date("2026-06-01T09:54:00.000Z"));
    expect(plan({ kind: "templates", phase: 0.25 }).nextDueAt).toEqual(new Date("2026-06-01T10:15:00.000Z"));
    expect(plan({ kind: "pricing-analytics", phase: 0.5 }).nextDueAt).toEqual(
      new Date("2026-06-02T12:00:00.000Z"),
    );
  });

  it("is between half an interval and one and a half away", () => {
    for (const kind of scheduledReadKinds) {
      for (let phase = 0; phase < 1; phase += 0.05) {
        const away = (plan({ kind, phase }).nextDueAt.getTime() - now.getTime()) / 1000;
        expect(away).toBeGreaterThanOrEqual(readIntervalSeconds[kind] / 2);
        expect(away).toBeLessThanOrEqual(readIntervalSeconds[kind] * 1.5);
      }
    }
  });

  it("F04 comes at half the pace while the call budget runs low", () => {
    const away = (plan({ slow: true, phase: 0.3 }).nextDueAt.getTime() - now.getTime()) / 60_000;
    expect(away).toBeGreaterThanOrEqual(60);
    expect(away).toBeLessThanOrEqual(180);
  });

  it.each([
    ["the rest of a long list", "more" as const, 10],
    ["what needs another reading first", "waiting" as const, 5],
  ])("comes soon for %s", (_, outcome, after) => {
    expect(plan({ outcome, kind: "template-analytics" })).toEqual({ state: "on", nextDueAt: minutes(after) });
  });

  it("comes once a week for what Meta does not offer", () => {
    expect(plan({ outcome: "not-offered" })).toEqual({ state: "off", nextDueAt: minutes(7 * 24 * 60) });
  });
});

describe("after trouble", () => {
  it("F05 waits one minute, then longer, at most an hour", () => {
    const after = (consecutiveFailures: number) =>
      (plan({ trouble: trouble("transient"), consecutiveFailures, jitter: 0.999 }).nextDueAt.getTime() -
        now.getTime()) /
      60_000;
    expect([1, 2, 3, 7, 50].map((count) => Math.round(after(count)))).toEqual([1, 2, 4, 60, 60]);
  });

  it("F03 waits as long as Meta says, and never under five minutes", () => {
    expect(plan({ trouble: trouble("rate-limited", 20), jitter: 0 }).nextDueAt).toEqual(minutes(20));
    expect(plan({ trouble: trouble("rate-limited", 1), jitter: 0 }).nextDueAt).toEqual(minutes(5));
  });

  it("F02 asks for what is hidden again after an hour", () => {
    expect(plan({ trouble: trouble("asset-lost"), kind: "pricing-analytics" }).nextDueAt).toEqual(
      minutes(60),
    );
  });

  it("asks not sooner than usual after a refusal that would only repeat", () => {
    expect(plan({ trouble: trouble("request-invalid") })).toEqual(plan());
  });

  it("leaves an hour between two rounds of comparisons, whatever happened", () => {
    for (const outcome of ["done", "waiting", "more"] as const) {
      const next = plan({ kind: "template-comparison", outcome, trouble: trouble("transient") });
      expect(next.nextDueAt.getTime()).toBeGreaterThanOrEqual(minutes(60).getTime());
    }
  });
});

describe("the place of a subject", () => {
  it("is always the same, and different ones spread evenly", () => {
    expect(spreadFraction("204718350099121 templates")).toBe(spreadFraction("204718350099121 templates"));
    const tenths = new Array<number>(10).fill(0);
    for (let id = 0; id < 5_000; id++) {
      const tenth = Math.floor(spreadFraction(`20471835${id} templates`) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // 500 expected in each; five standard deviations (21 each) are allowed.
    for (const count of tenths) expect(Math.abs(count - 500)).toBeLessThan(110);
  });
});
