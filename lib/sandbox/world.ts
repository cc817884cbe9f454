import { createDemoStory } from "./demo-story.ts";
import { demoShop } from "./demo-shop.ts";
import { simulateHour } from "./simulate-hour.ts";
import type { Story } from "./story.ts";
import { uniformPortfolios } from "./uniform-portfolios.ts";
import { buildPortfolio, buildSources, type PortfolioBlueprint } from "./world-blueprint.ts";
import { createStage, createWorldControls, type WorldControls } from "./world-controls.ts";
import type { OptInSource, PhoneNumber, Portfolio, Template, Waba, WorldEvent } from "./world-model.ts";
import { createWorldState, type Enforcement } from "./world-state.ts";

const hour = 3_600_000;

/** Hours lived through before the world opens: two windows, so that loads are steady when the first poll comes. */
const warmUpHours = 336;
const keptEvents = 500;
const ordinaryEnforcement: Enforcement = { warnAfterRedHours: 96, restrictAfterRedHours: 168 };

/** The sandbox's world: what Meta would know. Reads are live views; time moves only through `advanceTo`. */
export interface World extends WorldControls {
  readonly seed: number;
  /** Simulated milliseconds per real millisecond; 0 stands still. */
  readonly speed: number;
  /** Real instant (unix ms) at which this world opened. */
  readonly startedAt: number;
  readonly portfolios: readonly Portfolio[];
  /** Hidden from the Graph API; here for the webhook sender, the control address and tests. */
  readonly sources: readonly OptInSource[];
  /** Lives through every simulated hour up to a real instant (unix ms). Going back does nothing. */
  advanceTo(now: number): void;
  findPortfolio(id: string): Portfolio | undefined;
  findWaba(id: string): Waba | undefined;
  findPhoneNumber(id: string): PhoneNumber | undefined;
  findTemplate(id: string): Template | undefined;
  /** Hidden truth behind the template comparison: weighted feedback per send. */
  templateFeedbackRate(templateId: string): number;
  /** Newest last; sends are left out, they would push everything else away. */
  recentEvents(): readonly WorldEvent[];
  /** Calls the listener for each later event; the answer unsubscribes. */
  onEvent(listener: (event: WorldEvent) => void): () => void;
}

export interface WorldOptions {
  readonly seed: number;
  /** Real time, unix milliseconds. */
  readonly now: () => number;
  readonly speed: number;
  /** "demo" loops through falls and recoveries; "calm" is the same shop without trouble. Default "calm". */
  readonly story?: "demo" | "calm" | Story;
  /** Default: the demo's shop group. */
  readonly portfolios?: readonly PortfolioBlueprint[];
  /** RED numbers become FLAGGED, as before October 2025. Default false. */
  readonly legacyFlagging?: boolean;
  /** How long a number may stay RED. Default: a warning after 4 days, restrictions after 7. */
  readonly enforcement?: Enforcement;
}

/** Creates a world that begins at the real instant `now()`; the same seed and start give the same life. */
export function createWorld(options: WorldOptions): World {
  const { seed, speed, now } = options;
  const blueprints = options.portfolios ?? [demoShop];
  const startedAt = now();
  const hourMilliseconds = speed > 0 ? hour / speed : Number.POSITIVE_INFINITY;
  const instantOf = (step: number) => Math.round(startedAt + (step + 1) * hourMilliseconds);
  const events: WorldEvent[] = [];
  const listeners = new Set<(event: WorldEvent) => void>();
  const emit = (event: WorldEvent) => {
    if (event.kind !== "messages-sent") {
      events.push(event);
      if (events.length > keptEvents) events.shift();
    }
    for (const listener of listeners) listener(event);
  };
  const state = createWorldState({
    seed,
    hourMilliseconds,
    legacyFlagging: options.legacyFlagging ?? false,
    enforcement: options.enforcement ?? ordinaryEnforcement,
    portfolios: blueprints.map((blueprint) => buildPortfolio(blueprint, startedAt)),
    sources: blueprints.flatMap((blueprint) => buildSources(blueprint)),
    emit,
  });
  const story = storyOf(options.story ?? "calm", seed);
  let clockStep = 0;
  const instantNow = () => (speed > 0 && clockStep > 0 ? instantOf(clockStep - 1) : startedAt);
  const stage = createStage(state, { instant: instantNow, hourMilliseconds });

  if (speed > 0) {
    for (let step = -warmUpHours; step < 0; step += 1) simulateHour(state, step, instantOf(step));
    events.length = 0;
    // What a story does at its beginning holds before anybody asks.
    story(0, stage);
  }

  return {
    seed,
    speed,
    startedAt,
    portfolios: state.portfolios,
    get sources() {
      return [...state.sources.values()];
    },
    ...createWorldControls(state, now),
    advanceTo(target) {
      if (speed <= 0) return;
      while (instantOf(clockStep) <= target) {
        simulateHour(state, clockStep, instantOf(clockStep));
        clockStep += 1;
        story(clockStep, stage);
      }
    },
    findPortfolio: (id) => state.portfolios.find((portfolio) => portfolio.id === id),
    findWaba: (id) => state.wabas.get(id),
    findPhoneNumber: (id) => state.numbers.get(id),
    findTemplate: (id) => state.templates.get(id),
    templateFeedbackRate: (id) => state.templateDynamics.get(id)?.load.feedbackRate() ?? 0,
    recentEvents: () => events,
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function storyOf(story: "demo" | "calm" | Story, seed: number): Story {
  if (typeof story === "function") return story;
  return story === "demo" ? createDemoStory(seed) : () => undefined;
}

/** Creates a big world that stands still: every number GREEN until `setRating` says otherwise. */
export function createUniformWorld(options: {
  readonly wabas: number;
  readonly numbersPerWaba: number;
  /** Default 3. */
  readonly templatesPerWaba?: number;
  readonly now: () => number;
  readonly seed: number;
}): World {
  const portfolios = uniformPortfolios({ templatesPerWaba: 3, ...options });
  return createWorld({ seed: options.seed, now: options.now, speed: 0, story: "calm", portfolios });
}
