import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ratingSpans } from "./rating-spans.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 9, 6, 9) + minutes * 60_000);
const minutesOf = (date: Date) => (date.getTime() - at(0).getTime()) / 60_000;

type Step = readonly [minute: number, to: string | null];
interface Drawing {
  observed?: Step[];
  imported: Step[];
  gaps?: (readonly [number, number])[];
  lastSeen?: number;
  observedFrom?: number;
}

/** Range 0 to 100, held for 5 after the last reading. */
function draw(input: Drawing) {
  const steps = [
    ...(input.observed ?? []).map(([minute, to]) => ({ to, occurredAt: at(minute) })),
    ...input.imported.map(([minute, to]) => ({ to, occurredAt: at(minute), source: "import" as const })),
  ].sort((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
  return ratingSpans({
    steps,
    gaps: (input.gaps ?? []).map(([from, to]) => ({ from: at(from), to: at(to) })),
    lastSeenAt: at(input.lastSeen ?? 100),
    heldForMs: 5 * 60_000,
    range: { from: at(0), to: at(100) },
    observedFrom: input.observedFrom === undefined ? undefined : at(input.observedFrom),
  }).map((span) => [
    span.kind === "gap" ? "gap" : `${span.value} ${span.source}`,
    minutesOf(span.from),
    minutesOf(span.to),
  ]);
}

describe("imported history", () => {
  it("is drawn before the first reading, and nothing before its own first row", () => {
    const spans = draw({
      observed: [[60, "GREEN"]],
      imported: [
        [20, "YELLOW"],
        [40, "RED"],
      ],
    });
    expect(spans).toEqual([
      ["YELLOW import", 20, 40],
      ["RED import", 40, 60],
      ["GREEN observed", 60, 100],
    ]);
  });

  it("holds at the start of a range by the last row before it", () => {
    expect(draw({ observed: [[60, "GREEN"]], imported: [[-500, "RED"]] })).toEqual([
      ["RED import", 0, 60],
      ["GREEN observed", 60, 100],
    ]);
  });

  it("never overrides what was observed", () => {
    expect(draw({ observed: [[0, "GREEN"]], imported: [[50, "RED"]] })).toEqual([["GREEN observed", 0, 100]]);
  });

  it("fills a gap from its own row on; before that the gap stays a gap", () => {
    const spans = draw({
      observed: [[-10, "GREEN"]],
      gaps: [[30, 70]],
      imported: [
        [10, "RED"],
        [50, "YELLOW"],
      ],
    });
    expect(spans).toEqual([
      ["GREEN observed", 0, 30],
      ["gap", 30, 50],
      ["YELLOW import", 50, 70],
      ["GREEN observed", 70, 100],
    ]);
  });

  it("fills the rest of a gap that began before the range", () => {
    const spans = draw({ observed: [[-50, "GREEN"]], gaps: [[-40, 20]], imported: [[-10, "RED"]] });
    expect(spans).toEqual([
      ["RED import", 0, 20],
      ["GREEN observed", 20, 100],
    ]);
  });

  it("says nothing of the time after its last row, once nobody looks any more", () => {
    const spans = draw({
      observed: [[-10, "GREEN"]],
      lastSeen: 25,
      imported: [
        [50, "YELLOW"],
        [70, "RED"],
      ],
    });
    expect(spans).toEqual([
      ["GREEN observed", 0, 30],
      ["gap", 30, 50],
      ["YELLOW import", 50, 70],
      ["gap", 70, 100],
    ]);
  });

  it("does not become the present of a number that Meta gives no rating", () => {
    expect(draw({ imported: [[10, "GREEN"]], observedFrom: 40 })).toEqual([
      ["GREEN import", 10, 40],
      ["null observed", 40, 100],
    ]);
  });

  it("joins rows that say the same", () => {
    const spans = draw({
      observed: [[60, "GREEN"]],
      imported: [
        [20, "RED"],
        [30, "RED"],
      ],
    });
    expect(spans[0]).toEqual(["RED import", 20, 60]);
  });

  it("changes no minute that was observed, whatever it says", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: -50, max: 99 }), fc.constantFrom("GREEN", "RED")), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        steps,
        steps,
        fc.array(fc.tuple(fc.integer({ min: -20, max: 90 }), fc.integer({ min: 1, max: 30 })), {
          maxLength: 3,
        }),
        fc.integer({ min: 0, max: 100 }),
        (observed, imported, stretches, lastSeen) => {
          const input = {
            observed: observed.sort((a, b) => a[0] - b[0]),
            gaps: stretches
              .sort((a, b) => a[0] - b[0])
              .map(([from, length]) => [from, from + length] as const),
            lastSeen,
          };
          const valueAt = (spans: ReturnType<typeof draw>, minute: number) =>
            spans.find(([, from, to]) => Number(from) <= minute && minute < Number(to))?.[0];
          const before = draw({ ...input, imported: [] });
          const after = draw({ ...input, imported: imported.sort((a, b) => a[0] - b[0]) });
          for (let minute = 0; minute < 100; minute++) {
            const was = valueAt(before, minute);
            const is = valueAt(after, minute);
            if (String(was).endsWith("observed")) expect(is).toBe(was);
            else expect([was, "GREEN import", "RED import"]).toContain(is);
          }
          // Half-open spans in order, without overlap.
          after.forEach(([, from], index) => {
            if (index > 0) expect(Number(from)).toBeGreaterThanOrEqual(Number(after[index - 1]?.[2]));
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
