import type { Fault } from "./faults.ts";
import type { Story } from "./story.ts";
import type { WebhookWeather } from "./webhook-weather.ts";
import type { Enforcement } from "./world-state.ts";

export const scenarioIds = [
  "demo-story",
  "poisoned-form",
  "bought-list",
  "token-expiry",
  "lost-webhooks",
  "duplicate-storm",
  "throttling",
  "renamed-field",
  "account-restriction",
  "template-pause",
  "portfolio-limit",
] as const;
export type ScenarioId = (typeof scenarioIds)[number];

/** What a scenario may do to everything that is not the world: answers, webhooks, subscriptions. */
export interface ScenarioHands {
  /** Keeps one fault, or none, under a name; what stood there before ends. */
  putFault(name: string, fault: Fault | null): void;
  setWeather(weather: WebhookWeather): void;
  /** Ends the app's subscription to an account's webhooks, as somebody in Meta's dashboard might. */
  unsubscribe(wabaId: string): void;
}

/** One story for the sandbox, with what people are told about it. */
export interface Scenario {
  readonly id: ScenarioId;
  readonly title: string;
  /** One sentence. */
  readonly whatHappens: string;
  /** What Staygreen should show of it. */
  readonly whatToLookFor: string;
  /** Real seconds at demo speed until something can be seen, roughly. */
  readonly firstEffectSeconds: number;
  /** How soon the platform punishes; left out: as usual. */
  readonly enforcement?: Enforcement;
  createStory(seed: number, hands: ScenarioHands): Story;
}

/** The scenario that a running sandbox tells. */
export interface RunningScenario {
  readonly scenario: Scenario;
  /** Real instant, unix milliseconds. */
  readonly startedAt: number;
}

export interface ScenarioControl {
  current(): RunningScenario;
  /** Begins another scenario, or the same one anew. Throws for an id that nobody knows. */
  start(id: string): RunningScenario;
}
