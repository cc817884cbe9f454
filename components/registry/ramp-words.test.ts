import { describe, expect, it } from "vitest";
import { rampLines, rampWords, typedRamp } from "./ramp-words.ts";

const ramp = {
  unit: "opt-ins" as const,
  steps: [
    { fromDay: 0, amount: 100 },
    { fromDay: 7, amount: 1000 },
  ],
};

describe("a ramp", () => {
  it("reads as a sentence", () => {
    expect(rampWords(ramp)).toBe("At most 100 opt-ins a day at first, 1,000 opt-ins a day from day 7");
    expect(rampWords({ unit: "share", steps: [{ fromDay: 0, amount: 0.025 }] })).toBe(
      "At most 2.5 % of all opt-ins at first",
    );
  });

  it("comes back from the form as it was", () => {
    expect(typedRamp("opt-ins", rampLines(ramp))).toEqual(ramp);
    const share = { unit: "share" as const, steps: [{ fromDay: 0, amount: 0.025 }] };
    expect(rampLines(share)).toBe("0: 2.5");
    expect(typedRamp("share", "0: 2.5")).toEqual(share);
    expect([rampLines(null), typedRamp("share", " \n")]).toEqual(["", null]);
  });

  it("takes what people type, and leaves what is no step for the server to name", () => {
    expect(typedRamp("opt-ins", "day 0: 100\n7 1000\n")).toEqual(ramp);
    expect(typedRamp("share", "0: 5 %")).toEqual({ unit: "share", steps: [{ fromDay: 0, amount: 0.05 }] });
    expect(typedRamp("opt-ins", "soon")).toEqual({
      unit: "opt-ins",
      steps: [{ fromDay: "soon", amount: "soon" }],
    });
  });
});
