import { expect, it } from "vitest";
import { measureNeeded } from "./calibrate-needed.ts";

/** The short form of `npm run calibrate`; the long one and its figures are in docs/statistics.md. */
it(
  "says of launches without a verdict about how many more messages it takes, and how sure that is",
  { timeout: 120_000 },
  () => {
    const { asked, median, inRange } = measureNeeded(7, 250, 5);
    expect(asked).toBeGreaterThan(200);
    expect(median).toBeGreaterThan(0.75);
    expect(median).toBeLessThan(1.25);
    // Of ten such launches, eight are to lie in the range.
    expect(inRange).toBeGreaterThan(0.7);
  },
);
