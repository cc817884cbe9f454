import { createFeedbackDelay, type FeedbackDelay } from "./feedback-delay.ts";
import { createSevenDayLoad, type SevenDayLoad } from "./seven-day-load.ts";
import type { OptInSource, PhoneNumber, Portfolio, Template, Waba, WorldEvent } from "./world-model.ts";

export interface NumberDynamics {
  readonly load: SevenDayLoad;
  heldHours: number;
  /** Hours of RED since the account was last punished; a punished account's hours do not count. */
  redHours: number;
  /** The portfolio's limit left sends of this number behind in the last hour. */
  isHeldByLimit: boolean;
  /** The status the model last showed: whatever a test sets instead stays until the model changes its mind. */
  shownStatus: string;
}

export interface TemplateDynamics {
  readonly load: SevenDayLoad;
  heldHours: number;
  pausesTaken: number;
  hoursSincePause: number;
  pauseHoursLeft: number;
}

export interface PortfolioDynamics {
  readonly load: SevenDayLoad;
  /** Hours for which both conditions of a higher limit have held. */
  eligibleHours: number;
  isLimitReached: boolean;
}

/** How long a number may stay RED. Ours: Meta names the ladder and no times for its steps. */
export interface Enforcement {
  readonly warnAfterRedHours: number;
  readonly restrictAfterRedHours: number;
}

/** The world with its hidden half: what people feel and have not told yet. */
export interface WorldState {
  readonly seed: number;
  /** Real milliseconds that one simulated hour lasts; infinite in a world that stands still. */
  readonly hourMilliseconds: number;
  /** Behaviour before October 2025: a RED number is FLAGGED until it recovers. */
  readonly legacyFlagging: boolean;
  readonly enforcement: Enforcement;
  readonly portfolios: Portfolio[];
  readonly wabas: Map<string, Waba>;
  readonly numbers: Map<string, PhoneNumber>;
  readonly templates: Map<string, Template>;
  readonly sources: Map<string, OptInSource>;
  readonly numberDynamics: Map<string, NumberDynamics>;
  readonly templateDynamics: Map<string, TemplateDynamics>;
  readonly portfolioDynamics: Map<string, PortfolioDynamics>;
  readonly sourceDelays: Map<string, FeedbackDelay>;
  readonly emit: (event: WorldEvent) => void;
}

/** Indexes portfolios and sources and gives each its empty hidden state. */
export function createWorldState(input: {
  readonly seed: number;
  readonly hourMilliseconds: number;
  readonly legacyFlagging: boolean;
  readonly enforcement: Enforcement;
  readonly portfolios: Portfolio[];
  readonly sources: readonly OptInSource[];
  readonly emit: (event: WorldEvent) => void;
}): WorldState {
  const state: WorldState = {
    ...input,
    wabas: new Map(),
    numbers: new Map(),
    templates: new Map(),
    sources: new Map(input.sources.map((source) => [source.key, source])),
    numberDynamics: new Map(),
    templateDynamics: new Map(),
    portfolioDynamics: new Map(),
    sourceDelays: new Map(input.sources.map((source) => [source.key, createFeedbackDelay()])),
  };
  for (const portfolio of input.portfolios) {
    state.portfolioDynamics.set(portfolio.id, {
      load: createSevenDayLoad(),
      eligibleHours: 0,
      isLimitReached: false,
    });
    for (const waba of portfolio.wabas) {
      state.wabas.set(waba.id, waba);
      for (const number of waba.phoneNumbers) registerNumber(state, number);
      for (const template of waba.templates) registerTemplate(state, template);
    }
  }
  return state;
}

/** Makes a number known to lookups and to the model. */
export function registerNumber(state: WorldState, number: PhoneNumber): void {
  state.numbers.set(number.id, number);
  state.numberDynamics.set(number.id, {
    load: createSevenDayLoad(),
    heldHours: 0,
    redHours: 0,
    isHeldByLimit: false,
    shownStatus: number.status,
  });
}

function registerTemplate(state: WorldState, template: Template): void {
  state.templates.set(template.id, template);
  state.templateDynamics.set(template.id, {
    load: createSevenDayLoad(),
    heldHours: 0,
    pausesTaken: 0,
    hoursSincePause: 0,
    pauseHoursLeft: 0,
  });
}

/** The portfolio of a WABA; every WABA has one, so a miss is our bug. */
export function portfolioOf(state: WorldState, wabaId: string): Portfolio {
  const waba = state.wabas.get(wabaId);
  const portfolio = state.portfolios.find((candidate) => candidate.id === waba?.portfolioId);
  if (portfolio === undefined) throw new Error(`The sandbox world has no portfolio for WABA ${wabaId}.`);
  return portfolio;
}
