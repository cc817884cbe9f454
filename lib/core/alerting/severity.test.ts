import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSeverity, reachesSeverity, severities, worseSeverity, type Severity } from "./severity.ts";

describe("reachesSeverity", () => {
  // By hand: SEV1 is the worst; a channel with floor SEV2 hears SEV1 and SEV2.
  const heard: Readonly<Record<Severity, readonly Severity[]>> = {
    SEV1: ["SEV1"],
    SEV2: ["SEV1", "SEV2"],
    SEV3: ["SEV1", "SEV2", "SEV3"],
    INFO: ["SEV1", "SEV2", "SEV3", "INFO"],
  };
  it.each(severities)("a channel with the floor %s hears exactly what is as bad or worse", (floor) => {
    expect(severities.filter((severity) => reachesSeverity(severity, floor))).toEqual(heard[floor]);
  });
});

describe("worseSeverity", () => {
  it.each([
    ["SEV1", "SEV2", "SEV1"],
    ["SEV2", "SEV1", "SEV1"],
    ["SEV2", "SEV3", "SEV2"],
    ["INFO", "SEV3", "SEV3"],
    ["INFO", "INFO", "INFO"],
  ] as const)("of %s and %s is %s", (a, b, worse) => {
    expect(worseSeverity(a, b)).toBe(worse);
  });

  it("is one of the two, does not depend on their order, and reaches both", () => {
    const severity = fc.constantFrom(...severities);
    fc.assert(
      fc.property(severity, severity, (a, b) => {
        const worse = worseSeverity(a, b);
        expect([a, b]).toContain(worse);
        expect(worseSeverity(b, a)).toBe(worse);
        expect(reachesSeverity(worse, a) && reachesSeverity(worse, b)).toBe(true);
      }),
    );
  });
});

describe("isSeverity", () => {
  it.each(["SEV1", "SEV2", "SEV3", "INFO"])("%s is one", (word) => expect(isSeverity(word)).toBe(true));
  it.each(["", "sev1", "SEV0", "SEV4", "WARNING", "length"])("%j is none", (word) =>
    expect(isSeverity(word)).toBe(false),
  );
});
