import { describe, expect, it } from "vitest";
import { assumedDelays, delayCurve, feedbackShare, maturedExposure } from "./delay-curve.ts";
import { falseDiscoveryList } from "./false-discovery.ts";
import { weightedEvents, weightScale } from "./weighted-signal.ts";

describe("falseDiscoveryList", () => {
  it("lists by e-BH: the j-th e-value against n / (j × level)", () => {
    // Judged for one bucket, so the evidence is ln e. With four streams at 10 % the bars are 40, 20, 13.3 and 10.
    const streams = [39, 25, 14, 1].map((e, index) => ({
      stream: "abcd"[index]!,
      evidence: Math.log(e),
      judged: 1,
    }));
    expect(falseDiscoveryList(streams, 0.1, 360)).toEqual({
      streams: ["a", "b", "c"],
      level: 0.1,
      watched: 4,
    });
    expect(falseDiscoveryList(streams.slice(1), 0.05, 360).streams).toEqual([]);
  });

  it("asks more of a stream that has been watched for longer, up to what it remembers", () => {
    const at = (judged: number) =>
      falseDiscoveryList([{ stream: "a", evidence: Math.log(2000), judged }], 0.1, 360).streams.length;
    expect([at(100), at(201), at(360)]).toEqual([1, 0, 0]);
    const strong = [{ stream: "a", evidence: Math.log(3601), judged: 10_000 }];
    expect(falseDiscoveryList(strong, 0.1, 360).streams).toEqual(["a"]);
  });

  it("is empty without streams", () => {
    expect(
      falseDiscoveryList([{ stream: "a", evidence: Math.log(2000), judged: 10 }], 0.1, 360, 21).streams,
      "200 is too little among 21 streams at 10 %, where 210 are asked for",
    ).toEqual([]);
    expect(falseDiscoveryList([], 0.1, 360)).toEqual({ streams: [], level: 0.1, watched: 0 });
  });
});

describe("the delay of feedback", () => {
  it("counts young deliveries as far as they have had time to answer", () => {
    expect(feedbackShare(assumedDelays, 13)).toBeCloseTo(1, 12);
    expect(feedbackShare(assumedDelays, -1)).toBe(0);
    const today = maturedExposure(assumedDelays, [1000]);
    expect(today).toBeCloseTo(450, 9);
    expect(maturedExposure(assumedDelays, new Array<number>(14).fill(1000))).toBeCloseTo(1000, 9);
  });

  it("learns the curve from 200 events on, and says how many it rests on", () => {
    const ages = [
      { events: 150, deliveries: 10_000 },
      { events: 40, deliveries: 8_000 },
      { events: 20, deliveries: 4_000 },
    ];
    // By hand: hazards 0.015, 0.005, 0.005, so 60, 20 and 20 %; the half event of smoothing moves them by under a point.
    const curve = delayCurve(ages);
    expect(curve.events).toBe(210);
    for (const [age, share] of [0.6, 0.2, 0.2].entries()) expect(curve.byAge[age]).toBeCloseTo(share, 2);
    expect(delayCurve(ages.slice(0, 2))).toBe(assumedDelays);
  });
});

it("scales the weighted sum so that its variance is that of a count", () => {
  const weights = [
    { signal: "block", weight: 1 },
    { signal: "report", weight: 3 },
  ];
  // By hand: means 100 and 20 give a weighted mean of 160 and a variance of 280.
  const scale = weightScale({ block: 100, report: 20 }, weights);
  expect(scale).toBeCloseTo(280 / 160, 1);
  expect(weightedEvents({ block: 7, report: 1, other: 50 }, scale, weights)).toBeCloseTo(10 / scale, 12);
});
