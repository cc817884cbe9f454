import { describe, expect, it } from "vitest";
import { detectStream } from "../../bench/detect-stream.ts";
import { drawStream, type StreamPlan } from "../../bench/detection-streams.ts";
import { scoreDetection } from "../../bench/score-detection.ts";
import { drawStories, scoreStories } from "../../bench/spike-stories.ts";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import type { Bucket } from "./clean-window.ts";
import { dailySpikes, type SpikeSettings } from "./spike-settings.ts";
import { newSpikeState, type SpikeState } from "./spike-state.ts";
import { watchBucket, type Watched } from "./watch-bucket.ts";

const usual: StreamPlan = {
  eventsPerDay: 10,
  ratePerDelivery: 0.005,
  overdispersion: 0.05,
  weekdaySpread: 0.15,
  drift: 1,
  rateRatio: 1,
  changeDay: null,
  gaps: 0,
};

function watchAll(buckets: readonly Bucket[], from: SpikeState = newSpikeState()): Watched[] {
  let state = from;
  return buckets.map((bucket) => {
    const watched = watchBucket(state, bucket, dailySpikes);
    state = watched.state;
    return watched;
  });
}

/** Four weeks of 10 events in 1,000 deliveries a day, then days with these events. */
function days(...events: number[]): Bucket[] {
  const history = new Array<number>(28).fill(10);
  return [...history, ...events].map((count, at) => ({
    at,
    exposure: 1000,
    events: count,
    seasons: [at % 7],
  }));
}

describe("watchBucket", () => {
  it("gives the same state whether buckets come one by one through JSON or all at once", () => {
    const plan = { ...usual, rateRatio: 4, changeDay: 30, gaps: 0.1 };
    const buckets = drawStream(plan, seededRandom(5));
    let state = newSpikeState();
    for (const bucket of buckets) {
      state = JSON.parse(JSON.stringify(watchBucket(state, bucket, dailySpikes).state)) as SpikeState;
    }
    expect(state).toEqual(watchAll(buckets).at(-1)?.state);
    expect(state.window.length).toBeLessThanOrEqual(dailySpikes.window + dailySpikes.lag);
  });

  it("ignores a bucket that it has seen, and an older one", () => {
    const state = watchAll(days(9, 12)).at(-1)!.state;
    expect(watchBucket(state, days(99, 12)[28]!, dailySpikes)).toMatchObject({ verdict: "stale", state });
    expect(watchBucket(state, days(9, 99)[29]!, dailySpikes)).toMatchObject({ verdict: "stale", state });
  });

  it("changes its mind when late counts are booked and the stream is rebuilt", () => {
    expect(watchAll(days(12, 12, 11)).at(-1)?.verdict).toBe("quiet");
    expect(watchAll(days(40, 40, 11)).some(({ verdict }) => verdict === "spike-called")).toBe(true);
  });

  it("takes a missing day for unknown, not for a day without events", () => {
    const gap = { at: 30, exposure: 0, events: 0, seasons: [2] };
    const withGap = [...days(9, 12), gap];
    const [before, after] = watchAll(withGap).slice(-2);
    expect(after?.verdict).toBe("gap");
    expect(after?.state.carried).toEqual(before?.state.carried);
    expect(after?.state.window).toEqual(before?.state.window);
  });

  it("says that it is learning for four weeks, and while there was never an event", () => {
    expect(
      watchAll(days(10))
        .map(({ verdict }) => verdict)
        .lastIndexOf("learning"),
    ).toBe(27);
    const silent = days(10, 10).map((bucket) => ({ ...bucket, events: 0 }));
    expect(watchAll(silent).at(-1)?.verdict).toBe("learning");
  });

  it("says when a spike began, how large it is, and when it ended", () => {
    const all = watchAll(days(10, 10, 31, 29, 30, 31, 28, 30, 10, 9, 10, 11, 10, 10));
    const called = all.find(({ verdict }) => verdict === "spike-called")?.spike;
    expect(called?.start).toBe(30);
    const ended = all.find(({ verdict }) => verdict === "spike-ended")?.spike;
    expect(ended?.endedAt).toBe(35);
    expect(ended!.ratio).toBeGreaterThan(2.5);
    expect(ended!.ratio).toBeLessThan(3.5);
    expect(ended!.ratioInterval[0]).toBeLessThan(3);
    expect(ended!.ratioInterval[1]).toBeGreaterThan(3);
    expect(all.at(-1)?.verdict).toBe("quiet");
  });

  it("counts what happened in a spike, against what would have been usual, while it goes on and when it has ended", () => {
    const all = watchAll(days(10, 10, 31, 29, 30, 31, 28, 30, 10, 9, 10, 11, 10, 10));
    const on = all.find(({ verdict }) => verdict === "spike-goes-on")?.spike;
    // Called on day 30 + n, shown the day after: n + 2 days of 1,000.
    expect(on).toMatchObject({ start: 30, exposure: 1000 * (on!.calledAt - 30 + 2), endedAt: null });
    const ended = all.find(({ verdict }) => verdict === "spike-ended")?.spike;
    // By hand: days 30 to 35; the six usual days after it, in which the end was found, are not part of it.
    expect(ended).toMatchObject({
      start: 30,
      endedAt: 35,
      exposure: 6000,
      events: 31 + 29 + 30 + 31 + 28 + 30,
    });
    expect(ended!.expected).toBeGreaterThan(59);
    expect(ended!.expected).toBeLessThan(62);
  });

  it("does not call two events a spike, however rare events are", () => {
    const rare = days(0, 2).map((bucket, at) => ({ ...bucket, events: at === 29 ? 2 : at === 3 ? 1 : 0 }));
    expect(watchAll(rare).at(-1)?.verdict).toBe("quiet");
  });

  it("takes a rise that stays for the new level, and sees the next one above it", () => {
    const buckets = days(...new Array<number>(90).fill(30), 90, 90, 90);
    const verdicts = watchAll(buckets).map(({ verdict }) => verdict);
    expect(verdicts).toContain("new-level");
    expect(verdicts.slice(-3)).toContain("spike-called");
  });

  it("survives days that make no sense: a million deliveries without events, more events than deliveries", () => {
    const odd = days(0, 5000).map((bucket, at) => (at === 28 ? { ...bucket, exposure: 1e6 } : bucket));
    const last = watchAll(odd).at(-1);
    expect(Number.isFinite(last?.evidence)).toBe(true);
    expect(last?.verdict).toBe("spike-called");
  });
});

/** The short form of `npm run calibrate`; its full figures are in docs/statistics.md. */
describe("calibration", () => {
  it.each([0, 0.05, 0.1])(
    "keeps to one false alarm in 20 streams a quarter, noise %d",
    (overdispersion) => {
      const random = seededRandom(7 + Math.round(100 * overdispersion));
      const results = Array.from({ length: 150 }, (_, index) => {
        const plan = { ...usual, overdispersion, eventsPerDay: [2, 10, 80][index % 3] ?? 10 };
        const truth = { stream: String(index), kind: "spike", rate_ratio: 1 };
        return { truth, detected: detectStream(drawStream(plan, random)) };
      });
      // 5 % of 150 is 7.5; more than 13 would happen in 2 % of runs at exactly 5 %.
      expect(scoreDetection(results, 89).falseAlarms).toBeLessThan(14);
    },
    60_000,
  );

  it.each([
    [1.5, 25],
    [2, 10],
    [3, 10],
    [5, 10],
  ])(
    "finds a rate %d times as high within 1.25 times Lorden's bound and a day",
    (rateRatio, eventsPerDay) => {
      const random = seededRandom(rateRatio * 10);
      const results = Array.from({ length: 100 }, (_, index) => {
        const plan = { ...usual, rateRatio, eventsPerDay, changeDay: 20 };
        const truth = {
          stream: String(index),
          kind: "spike",
          rate_ratio: rateRatio,
          change_day: 20,
          omega: 0.05,
        };
        return { truth, detected: detectStream(drawStream(plan, random)) };
      });
      const score = scoreDetection(results, 89).ratios[0]!;
      // A tenth of room for the chance of 100 streams.
      expect(score.meanDelay).toBeLessThan(1.1 * score.target);
      expect(score.missed).toBeLessThanOrEqual(2);
      expect(score.startHeld).toBeGreaterThan(0.8);
    },
    60_000,
  );

  it("follows a base that drifts: a fifth more over a quarter alarms in far fewer streams than without a slope", () => {
    const alarms = (settings: SpikeSettings) => {
      const random = seededRandom(12);
      const streams = Array.from({ length: 60 }, () =>
        detectStream(drawStream({ ...usual, eventsPerDay: 300, drift: 1.2 }, random), settings),
      );
      return streams.filter(({ alarmDay }) => alarmDay !== null).length;
    };
    // Full study: 48 % without a slope, 16 % with one.
    expect(alarms(dailySpikes)).toBeLessThan(0.3 * 60);
    expect(alarms({ ...dailySpikes, drift: 0 })).toBeGreaterThan(0.3 * 60);
  }, 60_000);

  it("holds the true size in 95 % and the true start in 90 % of its intervals, and sees the end within a week", () => {
    const plan = { ratio: 2, eventsPerDay: 25, overdispersion: 0.05, count: 100 };
    const score = scoreStories(drawStories(seededRandom(81), plan));
    // 90 of 100 has a chance of 3 % at exactly 95 %, 84 of 100 one of 4 % at exactly 90 %.
    for (const held of [score.sizeAtCall, score.sizeAfter7, score.sizeAtEnd])
      expect(held).toBeGreaterThan(0.9);
    expect(score.startHeld).toBeGreaterThan(0.84);
    expect(score.endSeen).toBeGreaterThan(0.9);
    expect(score.endDelay).toBeLessThan(7);
  }, 60_000);
});
