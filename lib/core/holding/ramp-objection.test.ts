import { describe, expect, it } from "vitest";
import { seededRandom } from "../../sandbox/seeded-random.ts";
import { drawPoisson } from "../../testing/draw-counts.ts";
import { rampObjection } from "./ramp-objection.ts";

const quiet = {
  incidents: [],
  after: { events: 0, exposures: 0 },
  others: { events: 200, exposures: 100_000 },
};

describe("what speaks against more sends after a hold", () => {
  it("is an incident since then, or clearly more negative signals than others bring", () => {
    expect(rampObjection(quiet)).toBeNull();
    expect(rampObjection({ ...quiet, incidents: ["[SEV1] Line 1: RED"] })).toBe(
      "an incident is open since the hold ([SEV1] Line 1: RED).",
    );
    expect(rampObjection({ ...quiet, after: { events: 9, exposures: 1_500 } })).toBe(
      "9 negative signals answer the 1,500 messages since the hold, where others would have brought 3.",
    );
    expect(rampObjection({ ...quiet, after: { events: 4, exposures: 1_500 } })).toBeNull();
  });

  it("says nothing where nothing can be compared", () => {
    expect(
      rampObjection({ ...quiet, after: { events: 5, exposures: 10 }, others: { events: 0, exposures: 0 } }),
    ).toBeNull();
  });

  // 20,000 looks at a level of 1 %: the standard error is 0.07 points.
  it.each([300, 1_500, 10_000])(
    "stops a launch as good as the others in 1 %% of looks: %i messages",
    (exposures) => {
      const random = seededRandom(exposures);
      let stopped = 0;
      for (let look = 0; look < 20_000; look += 1) {
        const after = { events: drawPoisson(random, exposures * 0.004), exposures };
        const others = { events: drawPoisson(random, 400), exposures: 100_000 };
        if (rampObjection({ incidents: [], after, others }) !== null) stopped += 1;
      }
      expect(stopped / 20_000).toBeLessThan(0.013);
      expect(stopped / 20_000).toBeGreaterThan(0.001);
    },
  );
});
