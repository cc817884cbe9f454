import { describe, expect, it } from "vitest";
import { numberWeek, type NumberFacts } from "./number-week.ts";

const hour = 3_600_000;
const day = 24 * hour;
const week = { from: new Date("2026-10-05T00:00:00Z"), end: new Date("2026-10-12T00:00:00Z") };
const at = (days: number) => new Date(week.from.getTime() + days * day);
const imported = (days: number, to: string) => ({ to, occurredAt: at(days), source: "import" as const });

/** Watched by polls from the fourth day on, GREEN throughout; imports reach back further. */
const facts = (steps: NumberFacts["steps"], more: Partial<NumberFacts> = {}): NumberFacts => ({
  id: "700101",
  name: "Shop",
  firstSeenAt: at(1),
  observedFrom: at(4),
  lastSeenAt: at(7),
  heldForMs: hour,
  missingSince: null,
  connectionEnded: false,
  steps,
  rankedBefore: null,
  gaps: [],
  ...more,
});

describe("a week with imported history", () => {
  it("counts imported time as known, and a fall that a file tells of", () => {
    const steps = [
      imported(1, "GREEN"),
      imported(2, "RED"),
      imported(3, "GREEN"),
      { to: "GREEN", occurredAt: at(4) },
    ];
    const told = numberWeek(facts(steps), week);
    expect(told).toMatchObject({ falls: 1, lowestFall: "RED", ratingAtStart: null, ratingAtEnd: "GREEN" });
    // Known from the second day on: six of seven days.
    expect(told.coverage).toBeCloseTo(6 / 7, 10);
  });

  it("counts no fall that a file tells of while polls looked and saw none", () => {
    const steps = [{ to: "GREEN", occurredAt: at(4) }, imported(5, "RED")];
    expect(numberWeek(facts(steps), week)).toMatchObject({ falls: 0, wasLow: false, lastRating: "GREEN" });
  });

  it("does not carry an imported rating into the present of a number that Meta gives none", () => {
    const told = numberWeek(facts([imported(1, "GREEN")]), week);
    expect(told).toMatchObject({ ratingAtEnd: null, watchedAtEnd: true });
    expect(told.coverage).toBeCloseTo(3 / 7, 10);
  });
});
