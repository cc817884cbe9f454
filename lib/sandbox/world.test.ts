import { describe, expect, it } from "vitest";
import { DEMO_SPEED } from "./demo-story.ts";
import type { PortfolioBlueprint } from "./world-blueprint.ts";
import type { WorldEvent } from "./world-model.ts";
import { createUniformWorld, createWorld, type World } from "./world.ts";

const start = Date.UTC(2026, 9, 6, 9);
const hour = 3_600_000;
const day = 24 * hour;
const now = () => start;

/** One number, one template, one good source, one that can be launched; at speed 1 simulated and real hours agree. */
function smallShop(
  change: {
    limit?: PortfolioBlueprint["limit"];
    rating?: "GREEN" | "UNKNOWN";
    bad?: number;
    sends?: number;
  } = {},
) {
  const portfolio: PortfolioBlueprint = {
    id: "1",
    name: "Small",
    limit: change.limit ?? "TIER_100K",
    wabas: [
      {
        id: "2",
        name: "Small shop",
        phoneNumbers: [
          {
            id: "3",
            displayPhoneNumber: "+999 000 000001",
            verifiedName: "Small",
            rating: change.rating ?? "GREEN",
          },
        ],
        templates: [{ id: "4", name: "news" }],
      },
    ],
    sources: [
      {
        key: "good",
        name: "Checkout box",
        campaign: "c",
        phoneNumberId: "3",
        templateId: "4",
        sendsPerHour: change.sends ?? 40,
        blockTendency: 0.002,
      },
      {
        key: "bad",
        name: "Bought list",
        campaign: "c",
        phoneNumberId: "3",
        templateId: "4",
        sendsPerHour: 60,
        blockTendency: change.bad ?? 0.08,
        active: false,
      },
    ],
  };
  return [portfolio];
}

function eventsOf(world: World): WorldEvent[] {
  const events: WorldEvent[] = [];
  world.onEvent((event) => {
    if (event.kind !== "messages-sent") events.push(event);
  });
  return events;
}

describe("createWorld", () => {
  it("lives the same life however often it is asked", () => {
    const live = (step: number) => {
      const world = createWorld({ seed: 5, now, speed: DEMO_SPEED, story: "demo" });
      for (let at = start; at < start + 400_000; at += step) world.advanceTo(at);
      world.advanceTo(start + 400_000);
      return { events: world.recentEvents(), portfolios: world.portfolios };
    };
    expect(live(333)).toEqual(live(400_000));
  });

  it("differs by seed", () => {
    const live = (seed: number) => {
      const world = createWorld({ seed, now, speed: DEMO_SPEED, story: "demo" });
      world.advanceTo(start + 400_000);
      return world.recentEvents();
    };
    expect(live(1)).not.toEqual(live(2));
  });

  it("does nothing when time goes backwards", () => {
    const world = createWorld({ seed: 5, now, speed: DEMO_SPEED, story: "demo" });
    world.advanceTo(start + 100_000);
    const before = structuredClone(world.portfolios);
    world.advanceTo(start);
    expect(world.portfolios).toEqual(before);
  });

  it("stays green in the calm story", () => {
    const world = createWorld({ seed: 5, now, speed: DEMO_SPEED, story: "calm" });
    world.advanceTo(start + 1_200_000);
    expect(world.recentEvents().filter((event) => event.kind === "rating-changed")).toEqual([]);
  });

  // graph-api.md section 15: a bad new source turns the number YELLOW within about 1 to 3 simulated days.
  it.each([1, 2, 3, 4, 5])(
    "turns a number YELLOW half a day to three days after a bad launch (seed %i)",
    (seed) => {
      const world = createWorld({ seed, now, speed: 1, portfolios: smallShop({ bad: 0.05 }) });
      const events = eventsOf(world);
      world.launchSource("bad");
      world.advanceTo(start + 10 * day);
      const fall = events.find((event) => event.kind === "rating-changed");
      expect(fall).toMatchObject({ from: "GREEN", to: "YELLOW" });
      expect(fall!.at - start).toBeGreaterThanOrEqual(day / 2);
      expect(fall!.at - start).toBeLessThanOrEqual(3 * day);
    },
  );

  it("recovers after the source is held", () => {
    const world = createWorld({ seed: 1, now, speed: 1, portfolios: smallShop({ bad: 0.05 }) });
    world.launchSource("bad");
    world.advanceTo(start + 3 * day);
    world.holdSource("bad");
    world.advanceTo(start + 14 * day);
    expect(world.findPhoneNumber("3")?.rating).toBe("GREEN");
  });

  it("pauses a template for 3 hours, then for 6, then disables it", () => {
    const world = createWorld({ seed: 1, now, speed: 1, portfolios: smallShop({ bad: 0.2 }) });
    const events = eventsOf(world);
    world.launchSource("bad");
    world.advanceTo(start + 14 * day);
    const lifecycle = events.filter((event) => /^template-(paused|unpaused|disabled)$/.test(event.kind));
    expect(lifecycle.map((event) => event.kind)).toEqual([
      "template-paused",
      "template-unpaused",
      "template-paused",
      "template-unpaused",
      "template-disabled",
    ]);
    const [first, firstEnd, second, secondEnd] = lifecycle.map((event) => event.at);
    expect(firstEnd! - first!).toBe(3 * hour);
    expect(secondEnd! - second!).toBe(6 * hour);
    expect(world.findTemplate("4")?.status).toBe("DISABLED");
  });

  it("warns and then restricts after sustained RED", () => {
    const shop = smallShop({ bad: 0.05 });
    // Enough for RED on the number, with the template kept out of the way by a second one.
    const world = createWorld({ seed: 1, now, speed: 1, portfolios: shop });
    const events = eventsOf(world);
    world.launchSource("bad");
    for (let at = start; at < start + 30 * day; at += hour) {
      world.changeTemplate("4", { status: "APPROVED" });
      world.advanceTo(at);
    }
    const kinds = events.map((event) => event.kind);
    expect(kinds).toContain("account-warned");
    expect(kinds).toContain("account-restricted");
  });

  it("leaves a new number UNKNOWN until it has sent enough", () => {
    const world = createWorld({ seed: 1, now, speed: 1, portfolios: smallShop({ rating: "UNKNOWN" }) });
    // Two weeks of warm-up precede the start, so this number has its colour already …
    expect(world.findPhoneNumber("3")?.rating).toBe("GREEN");
    world.addPhoneNumber("2", {
      id: "5",
      displayPhoneNumber: "+999 000 000002",
      verifiedName: "New",
      rating: "UNKNOWN",
    });
    world.advanceTo(start + 30 * day);
    // … and one that never sends never gets one.
    expect(world.findPhoneNumber("5")?.rating).toBe("UNKNOWN");
  });

  it("raises the limit by one step when half was used and all is green", () => {
    // 30 sends an hour are 720 a day, under half of 2,000; the second source adds 1,440.
    const world = createWorld({
      seed: 1,
      now,
      speed: 1,
      portfolios: smallShop({ limit: "TIER_2K", bad: 0.002, sends: 30 }),
    });
    const events = eventsOf(world);
    world.launchSource("bad");
    world.advanceTo(start + 3 * day);
    expect(events.filter((event) => event.kind === "limit-changed")).toMatchObject([
      { from: "TIER_2K", to: "TIER_10K" },
    ]);
  });

  it("flags RED numbers only when told to behave as before October 2025", () => {
    const statusAtRed = (legacyFlagging: boolean) => {
      const world = createWorld({
        seed: 1,
        now,
        speed: 1,
        portfolios: smallShop({ bad: 0.2 }),
        legacyFlagging,
      });
      let status = "";
      world.onEvent((event) => {
        if (event.kind === "rating-changed" && event.to === "RED") status = "red";
      });
      world.launchSource("bad");
      for (let at = start; status === "" && at < start + 14 * day; at += hour) world.advanceTo(at);
      return world.findPhoneNumber("3")?.status;
    };
    expect(statusAtRed(true)).toBe("FLAGGED");
    expect(statusAtRed(false)).toBe("CONNECTED");
  });
});

describe("overrides", () => {
  it("win over the model until cleared", () => {
    const world = createWorld({ seed: 1, now, speed: 1, portfolios: smallShop({ bad: 0.05 }) });
    world.setRating("3", "GREEN");
    world.launchSource("bad");
    world.advanceTo(start + 3 * day);
    expect(world.findPhoneNumber("3")).toMatchObject({ rating: "GREEN", modelColour: "YELLOW" });
    world.clearOverride("3");
    expect(world.findPhoneNumber("3")?.rating).toBe("YELLOW");
  });

  it("take any value, dated now", () => {
    let clock = start;
    const world = createUniformWorld({ wabas: 1, numbersPerWaba: 1, now: () => clock, seed: 1 });
    const number = world.portfolios[0]!.wabas[0]!.phoneNumbers[0]!;
    clock += 5_000;
    world.setRating(number.id, "PURPLE");
    expect(number).toMatchObject({ rating: "PURPLE", ratedAt: start + 5_000 });
    world.clearOverride(number.id);
    expect(number.rating).toBe("GREEN");
  });

  it("refuse ids nobody knows", () => {
    const world = createUniformWorld({ wabas: 1, numbersPerWaba: 1, now, seed: 1 });
    expect(() => world.setRating("0", "RED")).toThrow("does not know 0");
  });
});

describe("createUniformWorld", () => {
  it("has as many numbers as asked for, all with ids of their own and all standing still", () => {
    const world = createUniformWorld({ wabas: 20, numbersPerWaba: 50, now, seed: 3 });
    const wabas = world.portfolios.flatMap((portfolio) => portfolio.wabas);
    const numbers = wabas.flatMap((waba) => waba.phoneNumbers);
    expect(wabas).toHaveLength(20);
    expect(numbers).toHaveLength(1000);
    expect(new Set(numbers.map((number) => number.id)).size).toBe(1000);
    expect(new Set(numbers.map((number) => number.displayPhoneNumber)).size).toBe(1000);
    world.advanceTo(start + 100 * day);
    expect(new Set(numbers.map((number) => number.rating))).toEqual(new Set(["GREEN"]));
  });

  it("shares no id with a world of another seed", () => {
    const idsOf = (seed: number) =>
      createUniformWorld({ wabas: 2, numbersPerWaba: 2, now, seed }).portfolios.flatMap((portfolio) => [
        portfolio.id,
        ...portfolio.wabas.flatMap((waba) => [waba.id, ...waba.phoneNumbers.map((number) => number.id)]),
      ]);
    expect(idsOf(1).filter((id) => idsOf(2).includes(id))).toEqual([]);
  });
});
