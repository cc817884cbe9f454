import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratingSpans, type RatingSpanInput } from "./rating-spans.ts";

/** Minutes after the start of a fixed hour; the tables below are small enough to draw on paper. */
const at = (minutes: number) => new Date(Date.UTC(2026, 9, 6, 9) + minutes * 60_000);
const minutesOf = (date: Date) => (date.getTime() - at(0).getTime()) / 60_000;

type Step = readonly [minute: number, to: string | null];
type Stretch = readonly [from: number, to: number];
type Drawn = readonly [what: string | null, from: number, to: number];

/** Range 0 to 100, held for 5 after the last reading. */
function draw(input: { steps: Step[]; gaps?: Stretch[]; lastSeen: number | null }): Drawn[] {
  const spans = ratingSpans({
    steps: input.steps.map(([minute, to]) => ({ to, occurredAt: at(minute) })),
    gaps: (input.gaps ?? []).map(([from, to]) => ({ from: at(from), to: at(to) })),
    lastSeenAt: input.lastSeen === null ? null : at(input.lastSeen),
    heldForMs: 5 * 60_000,
    range: { from: at(0), to: at(100) },
  });
  return spans.map((span) => [
    span.kind === "gap" ? "gap" : span.value,
    minutesOf(span.from),
    minutesOf(span.to),
  ]);
}

describe("ratingSpans", () => {
  // By hand, with a ruler of 100 minutes.
  it.each<[string, Parameters<typeof draw>[0], Drawn[]]>([
    ["no reading at all draws nothing", { steps: [], lastSeen: null }, []],
    [
      "one value from before the range holds throughout",
      { steps: [[-50, "GREEN"]], lastSeen: 99 },
      [["GREEN", 0, 100]],
    ],
    [
      "before the first reading there is nothing",
      { steps: [[30, "GREEN"]], lastSeen: 99 },
      [["GREEN", 30, 100]],
    ],
    [
      "a value holds until the next reading that differs",
      {
        steps: [
          [-10, "GREEN"],
          [20, "YELLOW"],
          [60, "RED"],
        ],
        lastSeen: 100,
      },
      [
        ["GREEN", 0, 20],
        ["YELLOW", 20, 60],
        ["RED", 60, 100],
      ],
    ],
    [
      "not reported is a value, not a gap",
      {
        steps: [
          [-10, "GREEN"],
          [40, null],
        ],
        lastSeen: 100,
      },
      [
        ["GREEN", 0, 40],
        [null, 40, 100],
      ],
    ],
    [
      "a gap stays a gap though both ends agree",
      { steps: [[-10, "GREEN"]], gaps: [[30, 50]], lastSeen: 100 },
      [
        ["GREEN", 0, 30],
        ["gap", 30, 50],
        ["GREEN", 50, 100],
      ],
    ],
    [
      "gaps at both ends of the range",
      {
        steps: [[-10, "GREEN"]],
        gaps: [
          [-20, 10],
          [90, 130],
        ],
        lastSeen: 100,
      },
      [
        ["gap", 0, 10],
        ["GREEN", 10, 90],
        ["gap", 90, 100],
      ],
    ],
    [
      "overlapping and nested gaps are cut once",
      {
        steps: [[-10, "RED"]],
        gaps: [
          [20, 60],
          [30, 40],
          [50, 70],
        ],
        lastSeen: 100,
      },
      [
        ["RED", 0, 20],
        ["gap", 20, 60],
        ["gap", 60, 70],
        ["RED", 70, 100],
      ],
    ],
    [
      "a gap over a change is drawn on both sides of it",
      {
        steps: [
          [-10, "GREEN"],
          [50, "RED"],
        ],
        gaps: [[40, 60]],
        lastSeen: 100,
      },
      [
        ["GREEN", 0, 40],
        ["gap", 40, 50],
        ["gap", 50, 60],
        ["RED", 60, 100],
      ],
    ],
    [
      "a gap before the first reading is nothing, too",
      { steps: [[30, "GREEN"]], gaps: [[0, 20]], lastSeen: 100 },
      [["GREEN", 30, 100]],
    ],
    [
      "after the last reading and its grace comes a gap",
      { steps: [[-10, "GREEN"]], lastSeen: 60 },
      [
        ["GREEN", 0, 65],
        ["gap", 65, 100],
      ],
    ],
    [
      "the last reading's grace ends at the range's end",
      { steps: [[-10, "GREEN"]], lastSeen: 98 },
      [["GREEN", 0, 100]],
    ],
    [
      "steps after the range are not drawn",
      {
        steps: [
          [-10, "GREEN"],
          [120, "RED"],
        ],
        lastSeen: 130,
      },
      [["GREEN", 0, 100]],
    ],
  ])("%s", (_name, input, drawn) => {
    expect(draw(input)).toEqual(drawn);
  });

  it("P6 a number that fell silent before the range is one long gap, not an empty strip", () => {
    expect(draw({ steps: [[-500, "GREEN"]], lastSeen: -400 })).toEqual([["gap", 0, 100]]);
  });

  const minute = fc.integer({ min: -60, max: 160 });
  const byTime = (a: readonly [number, unknown], b: readonly [number, unknown]) => a[0] - b[0];
  const scene = fc
    .record({
      steps: fc.array(fc.tuple(minute, fc.constantFrom("GREEN", "YELLOW", "RED", "UNKNOWN", null)), {
        maxLength: 12,
      }),
      gaps: fc.array(fc.tuple(minute, fc.nat(60)), { maxLength: 8 }),
      lastSeen: fc.option(minute),
      heldFor: fc.nat(30),
    })
    .map(({ steps, gaps, lastSeen, heldFor }) => ({
      steps: steps.sort(byTime).map(([moment, to]) => ({ to, occurredAt: at(moment) })),
      gaps: gaps.sort(byTime).map(([moment, length]) => ({ from: at(moment), to: at(moment + length) })),
      lastSeenAt: lastSeen === null ? null : at(lastSeen),
      heldForMs: heldFor * 60_000,
      range: { from: at(0), to: at(100) },
    }));

  it("spans are ordered, disjoint, not empty and inside the range", () => {
    fc.assert(
      fc.property(scene, (input) => {
        let cursor = input.range.from.getTime();
        for (const span of ratingSpans(input)) {
          expect(span.from.getTime()).toBeGreaterThanOrEqual(cursor);
          expect(span.to.getTime()).toBeGreaterThan(span.from.getTime());
          if (span.kind === "gap") expect(span.value).toBeNull();
          cursor = span.to.getTime();
        }
        expect(cursor).toBeLessThanOrEqual(input.range.to.getTime());
      }),
      { numRuns: 1_000 },
    );
  });

  it("every minute shows the newest value known then, or a gap where nobody looked", () => {
    const expected = (input: RatingSpanInput, moment: number): string | null | undefined => {
      const steps = input.steps.filter((step) => step.occurredAt.getTime() <= moment);
      const newest = steps.at(-1);
      if (newest === undefined) return undefined;
      const blind = input.gaps.some((gap) => gap.from.getTime() <= moment && moment < gap.to.getTime());
      const known = (input.lastSeenAt?.getTime() ?? -Infinity) + input.heldForMs;
      return blind || moment >= known ? "gap" : newest.to;
    };
    fc.assert(
      fc.property(scene, (input) => {
        const spans = ratingSpans(input);
        for (let index = 0; index < 100; index++) {
          const moment = at(index).getTime();
          const span = spans.find((each) => each.from.getTime() <= moment && moment < each.to.getTime());
          const shown = span === undefined ? undefined : span.kind === "gap" ? "gap" : span.value;
          expect(shown).toBe(expected(input, moment));
        }
      }),
      { numRuns: 500 },
    );
  });
});
