import { logGamma } from "../rates/log-gamma.ts";
import { guardNoises, guardRatios, usualGuard, type GuardSettings } from "./guard-settings.ts";
import type { AgeCounts, GuardDay, GuardState } from "./guard-state.ts";
import { weighGuard } from "./weigh-guard.ts";

/** What is believed of the variance that days of all methods share (weekdays, holidays) before any was seen, and its weight. */
const usualUnrest = { variance: 0.06, squares: 3_000 };
const leastUnrest = 0.01;
/** An age that nobody has seen yet has the rate of all ages: worth so many events. */
const borrowedEvents = 0.5;
/** The others' past says how high a day should be, with an error that is the same every day: what it may say is spread over the days. */
const priceOfPast = 8;

/**
 * Takes in one closed day of one signal: how likely are the new method's events at each ratio to the others' rate?
 *
 * Within a day, label and age both arms share the weekday, the campaign and the delay of feedback, so these cancel. Given the others' events of
 * the day, those of the new method are negative binomial: the day's level is known from the others' events and their past, and the new
 * method's days may differ by a noise of their own that is not known (a mixture). A day that was taken in already changes nothing.
 */
export function advanceGuard(
  state: GuardState,
  day: GuardDay,
  settings: GuardSettings = usualGuard,
): GuardState {
  if (state.at !== null && day.at <= state.at) return state;
  const today = compareArms(state, day);
  const logs = today.expected > 0 && today.level > 0 ? withCounts(state, today) : state.logs;
  const next: GuardState = {
    ...state,
    at: day.at,
    logs,
    base: withDay(state.base, day),
    unrest:
      state.at !== null && today.allExpected > 0
        ? [
            state.unrest[0] + (today.allEvents - today.allExpected) ** 2 - today.allExpected,
            state.unrest[1] + today.allExpected ** 2,
          ]
        : state.unrest,
    delivered: state.delivered + today.delivered,
    events: state.events + today.events,
    expected: state.expected + today.expected,
    baseEvents: state.baseEvents + today.baseEvents,
    squares: state.squares + today.expected ** 2,
    unmatched: state.unmatched + today.unmatched,
    days: state.days + (today.expected > 0 ? 1 : 0),
  };
  if (next.days === state.days) return next;
  if (next.events < settings.leastEvents) return next;
  const { evidence } = weighGuard(next);
  const isHarmful = evidence >= settings.bar;
  return {
    ...next,
    peak: Math.max(state.peak, evidence),
    harmfulSince: state.harmfulSince ?? (isHarmful ? day.at : null),
  };
}

interface DayCounts {
  /** Of the new method, where there are others: deliveries of today, events, and events at the others' past rates. */
  delivered: number;
  events: number;
  expected: number;
  unmatched: number;
  /** Of the others in the same places. */
  baseEvents: number;
  level: number;
  /** Of all others. */
  allEvents: number;
  allExpected: number;
  /** The others' events so far in these places. */
  past: number;
}

function compareArms(state: GuardState, { strata }: GuardDay): DayCounts {
  const rateOf = ratesOf(state.base);
  const sum: DayCounts = {
    ...{ delivered: 0, events: 0, expected: 0, unmatched: 0 },
    ...{ baseEvents: 0, level: 0, allEvents: 0, allExpected: 0, past: 0 },
  };
  for (const one of strata) {
    const rate = rateOf(one.label, one.age);
    sum.allEvents += one.baseEvents;
    sum.allExpected += one.baseDelivered * rate;
    if (!(one.newDelivered > 0)) continue;
    if (!(one.baseDelivered > 0)) {
      if (one.age === 0) sum.unmatched += one.newDelivered;
      continue;
    }
    if (one.age === 0) sum.delivered += one.newDelivered;
    sum.events += one.newEvents;
    sum.expected += one.newDelivered * rate;
    sum.baseEvents += one.baseEvents;
    sum.level += one.baseDelivered * rate;
    sum.past += state.base[one.label]?.events[one.age] ?? 0;
  }
  return sum;
}

/** Events a delivery and day by label and age, from all days before. */
function ratesOf(base: GuardState["base"]): (label: string, age: number) => number {
  let [delivered, events] = [0, 0];
  for (const one of Object.values(base)) {
    delivered += one.delivered.reduce((total, count) => total + count, 0);
    events += one.events.reduce((total, count) => total + count, 0);
  }
  const mean = (events + 0.5) / (delivered + 500);
  return (label, age) => {
    const own = base[label];
    return ((own?.events[age] ?? 0) + borrowedEvents) / ((own?.delivered[age] ?? 0) + borrowedEvents / mean);
  };
}

/** Adds the ln negative binomial probability of the day's events at every noise and ratio; ln y! is the same for all. */
function withCounts(state: GuardState, { events, expected, baseEvents, level, past }: DayCounts): number[] {
  const [excess, squares] = state.unrest;
  const unrest = Math.max(
    leastUnrest,
    (excess + usualUnrest.variance * usualUnrest.squares) / (squares + usualUnrest.squares),
  );
  const prior = 1 / (unrest + (priceOfPast * (state.days + 1)) / (past + 1));
  const shape = prior + baseEvents;
  const mean = (shape / (prior + level)) * expected;
  const logs = [...state.logs];
  let place = 0;
  for (const noise of guardNoises) {
    const kappa = 1 / (noise + (1 + noise) / shape);
    const common = logGamma(events + kappa) - logGamma(kappa);
    for (const ratio of guardRatios) {
      const part = (ratio * mean) / kappa;
      const tall = Math.log1p(part);
      logs[place] =
        (logs[place] ?? 0) + common - kappa * tall + (events === 0 ? 0 : events * (Math.log(part) - tall));
      place += 1;
    }
  }
  return logs;
}

function withDay(base: GuardState["base"], { strata }: GuardDay): GuardState["base"] {
  const next: Record<string, { delivered: number[]; events: number[] }> = {};
  const open = (label: string) => {
    const known: AgeCounts | undefined = base[label];
    return (next[label] ??= { delivered: [...(known?.delivered ?? [])], events: [...(known?.events ?? [])] });
  };
  for (const { label, age, baseDelivered, baseEvents } of strata) {
    if (!(baseDelivered > 0)) continue;
    const one = open(label);
    while (one.delivered.length <= age) {
      one.delivered.push(0);
      one.events.push(0);
    }
    one.delivered[age] = (one.delivered[age] ?? 0) + baseDelivered;
    one.events[age] = (one.events[age] ?? 0) + baseEvents;
  }
  return { ...base, ...next };
}
