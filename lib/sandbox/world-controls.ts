import { showColour } from "./judge-numbers.ts";
import { reinstateTemplate, unpauseTemplate } from "./judge-templates.ts";
import type { StoryStage } from "./story.ts";
import { buildPhoneNumber, type PhoneNumberBlueprint } from "./world-blueprint.ts";
import type { LimitTier, OptInSource, PhoneNumber, Portfolio, Template, Waba } from "./world-model.ts";
import { portfolioOf, registerNumber, type WorldState } from "./world-state.ts";

/** The hands of a test or of a person at the control address. Unknown ids throw. */
export interface WorldControls {
  /** Holds a number's shown rating at any value until cleared; the model goes on underneath. */
  setRating(phoneNumberId: string, rating: string): void;
  /** Shows the model's colour again. */
  clearOverride(phoneNumberId: string): void;
  launchSource(sourceKey: string): void;
  holdSource(sourceKey: string): void;
  setLimit(portfolioId: string, limit: LimitTier): void;
  changePhoneNumber(phoneNumberId: string, change: Partial<Omit<PhoneNumber, "id" | "wabaId">>): void;
  changeTemplate(templateId: string, change: Partial<Omit<Template, "id" | "wabaId">>): void;
  changeWaba(
    wabaId: string,
    change: Partial<Omit<Waba, "id" | "portfolioId" | "phoneNumbers" | "templates">>,
  ): void;
  /** Ends a template's pause at once. Throws unless it is paused. */
  unpauseTemplate(templateId: string): void;
  addPhoneNumber(wabaId: string, blueprint: PhoneNumberBlueprint): void;
  removePhoneNumber(phoneNumberId: string): void;
}

/** @param now real time, unix milliseconds: what a person changes happens now, not at the end of a simulated hour */
export function createWorldControls(state: WorldState, now: () => number): WorldControls {
  return {
    setRating(phoneNumberId, rating) {
      const number = known(state.numbers, phoneNumberId);
      const from = number.rating;
      const at = now();
      number.override = rating;
      number.rating = rating;
      number.ratedAt = at;
      if (from !== rating) state.emit({ kind: "rating-changed", at, phoneNumberId, from, to: rating });
    },
    clearOverride(phoneNumberId) {
      const number = known(state.numbers, phoneNumberId);
      number.override = null;
      showColour(state, number, number.modelColour, now());
    },
    launchSource: (sourceKey) => switchSource(state, known(state.sources, sourceKey), true, now()),
    holdSource: (sourceKey) => switchSource(state, known(state.sources, sourceKey), false, now()),
    setLimit: (portfolioId, limit) => moveLimit(state, portfolioId, limit, now()),
    changePhoneNumber: (id, change) => void Object.assign(known(state.numbers, id), change),
    changeTemplate: (id, change) => void Object.assign(known(state.templates, id), change),
    changeWaba: (id, change) => void Object.assign(known(state.wabas, id), change),
    unpauseTemplate(templateId) {
      const template = known(state.templates, templateId);
      if (template.status !== "PAUSED") throw new Error(`Template ${templateId} is not paused.`);
      unpauseTemplate(state, template, now());
    },
    addPhoneNumber: (wabaId, blueprint) => addNumber(state, wabaId, blueprint, now()),
    removePhoneNumber(phoneNumberId) {
      const number = known(state.numbers, phoneNumberId);
      const siblings = known(state.wabas, number.wabaId).phoneNumbers;
      siblings.splice(siblings.indexOf(number), 1);
      state.numbers.delete(phoneNumberId);
      state.numberDynamics.delete(phoneNumberId);
    },
  };
}

/** The same hands for the story, whose instants are the ends of simulated hours and so repeatable. */
export function createStage(
  state: WorldState,
  clock: { readonly instant: () => number; readonly hourMilliseconds: number },
): StoryStage {
  return {
    colourOf: (phoneNumberId) => state.numbers.get(phoneNumberId)?.modelColour ?? "UNKNOWN",
    templateStatusOf: (templateId) => known(state.templates, templateId).status,
    limitOf: (portfolioId) => knownPortfolio(state, portfolioId).limit,
    isRestricted: (wabaId) => known(state.wabas, wabaId).restrictedUntil !== null,
    isActive: (sourceKey) => known(state.sources, sourceKey).active,
    launchSource: (sourceKey) => switchSource(state, known(state.sources, sourceKey), true, clock.instant()),
    holdSource: (sourceKey) => switchSource(state, known(state.sources, sourceKey), false, clock.instant()),
    onboardNumber: (late) => addNumber(state, late.wabaId, late.blueprint, clock.instant()),
    changePhoneNumber: (id, change) => void Object.assign(known(state.numbers, id), change),
    setLimit: (portfolioId, limit) => moveLimit(state, portfolioId, limit, clock.instant()),
    announce: (wabaId, { field, value }) =>
      state.emit({ kind: "announced", at: clock.instant(), wabaId, field, value }),
    instantIn: (hours) => Math.round(clock.instant() + hours * clock.hourMilliseconds),
    appealDisabledTemplates(afterHours) {
      for (const template of state.templates.values()) {
        const isDue = clock.instant() - template.updatedAt >= afterHours * clock.hourMilliseconds;
        if (template.status === "DISABLED" && isDue) reinstateTemplate(state, template, clock.instant());
      }
    },
  };
}

function switchSource(state: WorldState, source: OptInSource, active: boolean, at: number): void {
  if (source.active === active) return;
  source.active = active;
  state.emit({ kind: active ? "source-launched" : "source-held", at, sourceKey: source.key });
}

function moveLimit(state: WorldState, portfolioId: string, limit: LimitTier, at: number): void {
  const portfolio = knownPortfolio(state, portfolioId);
  const from = portfolio.limit;
  portfolio.limit = limit;
  if (from !== limit) state.emit({ kind: "limit-changed", at, portfolioId, from, to: limit });
}

function knownPortfolio(state: WorldState, portfolioId: string): Portfolio {
  const portfolio = state.portfolios.find((candidate) => candidate.id === portfolioId);
  if (portfolio === undefined) throw new Error(`The sandbox world does not know ${portfolioId}.`);
  return portfolio;
}

function addNumber(state: WorldState, wabaId: string, blueprint: PhoneNumberBlueprint, at: number): void {
  if (state.numbers.has(blueprint.id)) return;
  const waba = known(state.wabas, wabaId);
  portfolioOf(state, wabaId);
  const number = buildPhoneNumber({ wabaId, country: waba.country, blueprint, now: at });
  waba.phoneNumbers.push(number);
  registerNumber(state, number);
  state.emit({ kind: "number-onboarded", at, phoneNumberId: number.id });
}

function known<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`The sandbox world does not know ${id}.`);
  return thing;
}
