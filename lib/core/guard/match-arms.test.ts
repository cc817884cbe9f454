import { describe, expect, it } from "vitest";
import { countArms, type CameCount, type SentCount } from "./count-arms.ts";
import { followLevels, matchArms } from "./match-arms.ts";
import { chooseLevel, newnessOf, type ContactPlace } from "./match-level.ts";

const place = (more: Partial<ContactPlace> = {}): ContactPlace => ({
  ...{ number: 1, category: "MARKETING", country: "DE", newness: 1 },
  ...more,
});

describe("chooseLevel", () => {
  it("takes the closest likeness that the others can offer", () => {
    const own = { place: place(), own: 100, base: 0 };
    const others = (more: Partial<ContactPlace>) => ({ place: place(more), own: 0, base: 90 });
    expect(chooseLevel(1, [{ ...own, base: 90 }], null)).toBe(0);
    expect(chooseLevel(1, [own, others({ country: "AT" })], null)).toBe(1);
    expect(chooseLevel(1, [own, others({ country: "AT", category: "UTILITY" })], null)).toBe(2);
    expect(chooseLevel(1, [own, others({ newness: 3 })], null)).toBe(3);
    expect(chooseLevel(1, [own, others({ newness: 3, category: "UTILITY" })], null)).toBe(4);
    expect(chooseLevel(1, [own, others({ number: 2 })], null)).toBe(5);
    expect(chooseLevel(1, [own, others({ number: 2, category: "UTILITY" })], null)).toBe(6);
    expect(chooseLevel(1, [own], null)).toBe(6);
  });

  it("stays with a level that still serves", () => {
    const sent = [
      { place: place(), own: 70, base: 70 },
      { place: place({ country: "AT" }), own: 30, base: 0 },
      { place: place({ country: "CH" }), own: 0, base: 50 },
    ];
    expect(chooseLevel(1, sent, null)).toBe(1);
    expect(chooseLevel(1, sent, 0)).toBe(0);
  });
});

it("tells how new a contact was when the message was sent", () => {
  expect([newnessOf(100, 0), newnessOf(100, 97), newnessOf(104, 97), newnessOf(125, 97)]).toEqual([
    0, 1, 2, 3,
  ]);
});

describe("both arms", () => {
  // Source 1 is the launch, source 2 was there before, source 3 is another launch of these days.
  const sent: SentCount[] = [1, 2, 3].flatMap((source) =>
    [10, 11].map((day) => ({
      ...{ day, number: 7, source, category: "MARKETING", newness: 1 as const },
      count: source * 100,
    })),
  );
  const came: CameCount[] = [
    { day: 11, age: 1, number: 7, source: 1, category: "MARKETING", newness: 1, signal: "block", count: 3 },
    { day: 11, age: 0, number: 7, source: 2, category: "MARKETING", newness: 1, signal: "block", count: 2 },
    { day: 11, age: 0, number: 7, source: 2, category: "MARKETING", newness: 1, signal: "report", count: 1 },
    { day: 11, age: 0, number: 7, source: 3, category: "MARKETING", newness: 1, signal: "block", count: 50 },
    { day: 11, age: 20, number: 7, source: 1, category: "MARKETING", newness: 1, signal: "block", count: 9 },
  ];
  const table = countArms(sent, came, { isNew: (source) => source !== 2, countryOf: () => "" });
  const strataOf = (beside: number[]) => {
    const arms = table.armsOf({ own: new Set([1]), beside: new Set(beside) });
    const levels = followLevels(followLevels({}, 10, arms.sent(10)), 11, arms.sent(11));
    return matchArms(11, arms, levels, 2);
  };

  it("compares messages of one age with those of the same age, and other launches with nobody", () => {
    const label = "0:7|MARKETING||1";
    const { block, report, negative } = strataOf([]);
    expect(block).toEqual([
      { label, age: 0, newDelivered: 100, newEvents: 0, baseDelivered: 200, baseEvents: 2 },
      { label, age: 1, newDelivered: 100, newEvents: 3, baseDelivered: 200, baseEvents: 0 },
    ]);
    expect(report.map(({ baseEvents }) => baseEvents)).toEqual([1, 0]);
    // Blocks weigh 1 and reports 2; divided by the scale.
    expect(negative.map(({ newEvents, baseEvents }) => [newEvents, baseEvents])).toEqual([
      [0, 2],
      [1.5, 0],
    ]);
  });

  it("takes the rest of the method for others when one of its parts is looked at", () => {
    expect(strataOf([3]).block[0]).toMatchObject({ newDelivered: 100, baseDelivered: 500, baseEvents: 52 });
  });
});
