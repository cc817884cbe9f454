import { describe, expect, it } from "vitest";
import { DEMO_SPEED } from "./demo-story.ts";
import { createWorld } from "./world.ts";
import type { WorldEvent } from "./world-model.ts";

const start = Date.UTC(2026, 9, 6, 9);
const second = 1000;
const minute = 60 * second;
const rank = { GREEN: 0, YELLOW: 1, RED: 2 } as const;

type RatingEvent = Extract<WorldEvent, { kind: "rating-changed" }>;

function watch(seed: number, duration: number): readonly RatingEvent[] {
  const world = createWorld({ seed, now: () => start, speed: DEMO_SPEED, story: "demo" });
  const changes: RatingEvent[] = [];
  world.onEvent((event) => {
    if (event.kind === "rating-changed") changes.push(event);
  });
  world.advanceTo(start + duration);
  return changes;
}

function isFall(event: RatingEvent): boolean {
  return event.from in rank && event.to in rank && rankOf(event.to) > rankOf(event.from);
}

function rankOf(colour: string): number {
  return rank[colour as keyof typeof rank];
}

describe("the demo story, 20 seeds, 20 minutes each", () => {
  const lives = Array.from({ length: 20 }, (_, index) => watch(index + 1, 20 * minute));

  it("has its first fall 60 to 110 seconds after the start", () => {
    for (const life of lives) {
      const first = life.find(isFall);
      expect((first!.at - start) / second).toBeGreaterThanOrEqual(60);
      expect((first!.at - start) / second).toBeLessThanOrEqual(110);
    }
  });

  it("has a fall from GREEN at least every 100 seconds, hence one in every window of 120", () => {
    for (const life of lives) {
      const falls = life.filter((event) => isFall(event) && event.from === "GREEN").map((event) => event.at);
      const gaps = [...falls.slice(1), start + 20 * minute].map((at, index) => at - falls[index]!);
      expect(Math.max(...gaps) / second).toBeLessThanOrEqual(100);
    }
  });

  it("holds every colour at least 8 seconds", () => {
    for (const life of lives) {
      const last = new Map<string, number>();
      for (const event of life) {
        const since = last.get(event.phoneNumberId) ?? start;
        expect((event.at - since) / second).toBeGreaterThanOrEqual(8);
        last.set(event.phoneNumberId, event.at);
      }
    }
  });

  it("lets exactly two numbers fall and recover again, sometimes through RED", () => {
    for (const life of lives) {
      const fallen = new Set(life.filter(isFall).map((event) => event.phoneNumberId));
      expect(fallen.size).toBe(2);
      for (const phoneNumberId of fallen) {
        const recoveries = life.filter(
          (event) => event.phoneNumberId === phoneNumberId && event.to === "GREEN",
        );
        expect(recoveries.length).toBeGreaterThanOrEqual(5);
      }
    }
    const withRed = lives.filter((life) => life.some((event) => event.to === "RED"));
    expect(withRed.length).toBeGreaterThanOrEqual(15);
  });
});

describe("the demo story, seen by a person", () => {
  it("opens all green, and brings one unrated number later", () => {
    const world = createWorld({ seed: 7, now: () => start, speed: DEMO_SPEED, story: "demo" });
    const numbers = () => world.portfolios.flatMap((each) => each.wabas).flatMap((waba) => waba.phoneNumbers);
    world.advanceTo(start + 15 * second);
    expect(numbers().map((number) => number.rating)).toEqual(Array.from({ length: 6 }, () => "GREEN"));
    world.advanceTo(start + 181 * second);
    expect(numbers().filter((number) => number.rating === "UNKNOWN")).toHaveLength(1);
    world.advanceTo(start + 240 * second);
    expect(numbers().filter((number) => number.rating === "UNKNOWN")).toHaveLength(0);
  });

  it("gives out real instants only", () => {
    const world = createWorld({ seed: 7, now: () => start, speed: DEMO_SPEED, story: "demo" });
    world.advanceTo(start + 10 * minute);
    for (const event of world.recentEvents()) {
      expect(event.at).toBeGreaterThanOrEqual(start);
      expect(event.at).toBeLessThanOrEqual(start + 10 * minute);
    }
  });
});
