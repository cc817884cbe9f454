import { assumedDelays, delayCurve, maturedExposure, type DelayCurve } from "../detection/delay-curve.ts";
import {
  ageCounts,
  agesWatched,
  curveDays,
  epochDays,
  epochOf,
  toldSignals,
  youngDays,
  type NumberSeries,
} from "../detection/stream-stand.ts";
import {
  advanceBurn,
  burnOf,
  newBurnState,
  usualBurn,
  type BurnState,
  type Burning,
} from "./burn-evidence.ts";
import {
  budgetDays,
  budgetFromHistory,
  budgetUse,
  type BudgetDay,
  type BudgetUse,
  type QualityBudget,
  type UsualDays,
} from "./quality-budget.ts";

/** Where the budget of a number or source stands at the end of a day. Safe as JSON; its size does not grow with history. */
export interface BudgetStand {
  readonly burn: BurnState;
  /** When feedback comes, reckoned from the 56 days before `curveDay`. */
  readonly curve: DelayCurve;
  readonly curveDay: number;
  /** The days until `usualThrough` on which nothing burnt: what is usual. */
  readonly usual: UsualDays;
  readonly usualThrough: number;
  /** The rate allowed by the own history, and the four weeks that it holds for. */
  readonly own: { readonly rate: number; readonly epoch: number } | null;
  /** The last 30 days, those without anything left out: day, messages sent, exposure, events. */
  readonly recent: readonly (readonly [at: number, messages: number, exposure: number, events: number])[];
}

/** A day counts as usual once no burn was called for so long after it: a burn is called some days after it began. */
const usualLag = 14;

/** A day of the budget, with what was sent on it. */
export interface SentDay extends BudgetDay {
  readonly messages: number;
}

function newStand(): BudgetStand {
  return {
    burn: newBurnState(),
    curve: assumedDelays,
    curveDay: -1,
    usual: { days: 0, exposure: 0, events: 0 },
    usualThrough: 0,
    own: null,
    recent: [],
  };
}

/** The first day whose counts are needed to judge `from` and the days after it until `through`. */
export function earliestBudgetDay(stand: BudgetStand | null, from: number, through: number): number {
  const isNewEpoch = stand === null || epochOf(through) !== stand.curveDay;
  return (isNewEpoch ? Math.min(from, epochOf(from) - curveDays) : from) - agesWatched;
}

/**
 * Judges the closed days from `from` to `through`, one after the other, from where the budget stands. The same days give the same
 * stands, however many calls they are spread over.
 *
 * Allowed is what the user says, for every day of the history; else a quarter above the own usual rate. That rests on every day
 * before on which no burn was going on or was called within 14 days, is reckoned once there are enough of them, and then anew every 28 days only: a burn cannot
 * raise the budget that it is measured against, however long it lasts.
 *
 * @param stand at the end of a day before `from`; null: there is none, and `from` is the first day.
 * @param allowedRate set by a user, in negative signals per exposure.
 * @returns the stands to keep: of the last days, and of the last day of every four weeks.
 */
export function watchBudget(
  stand: BudgetStand | null,
  series: NumberSeries,
  { from, through }: { readonly from: number; readonly through: number },
  allowedRate: number | null,
): { readonly day: number; readonly stand: BudgetStand }[] {
  let now = stand ?? newStand();
  const kept: { day: number; stand: BudgetStand }[] = [];
  for (let day = from; day <= through; day += 1) {
    now = judgeDay(now, series, day, allowedRate);
    if (day >= through - youngDays || (day + 1) % epochDays === 0) kept.push({ day, stand: now });
  }
  return kept;
}

function judgeDay(
  before: BudgetStand,
  series: NumberSeries,
  day: number,
  allowedRate: number | null,
): BudgetStand {
  const stand = readied(before, series, day);
  const counts = series.get(day);
  const messages = counts?.exposures ?? 0;
  const events = toldSignals.reduce((sum, signal) => sum + (counts?.signals[signal] ?? 0), 0);
  const byAge = Array.from({ length: agesWatched }, (_, age) => series.get(day - age)?.exposures ?? 0);
  // Thousandths are enough, and keep what is stored short.
  const exposure = Math.round(1_000 * maturedExposure(stand.curve, byAge)) / 1_000;
  const budget = budgetOf(stand, allowedRate);
  const recent = stand.recent.filter(([at]) => at > day - budgetDays);
  if (exposure > 0 || events > 0) recent.push([day, messages, exposure, events]);
  const isSilent = !recent.some(([, , sent]) => sent > 0);
  // Nothing is left of the window that it could burn in.
  const burning = isSilent ? { ...newBurnState(), at: day } : stand.burn;
  const burn = budget === null ? burning : advanceBurn(burning, { at: day, exposure, events }, budget).state;
  const isBurning = burnOf(burn).burn !== "none";
  const usualThrough = isBurning ? day : Math.max(stand.usualThrough, day - usualLag);
  const usual = isBurning ? stand.usual : withDays(stand, recent, usualThrough);
  return { ...stand, burn, usual, usualThrough, recent };
}

/** What is usual, with the days after it until `through`. */
function withDays(
  { usual, usualThrough }: BudgetStand,
  recent: BudgetStand["recent"],
  through: number,
): UsualDays {
  let { days, exposure, events } = usual;
  for (const [at, , sent, came] of recent) {
    if (at <= usualThrough || at > through || !(sent > 0)) continue;
    days += 1;
    exposure += sent;
    events += came;
  }
  return { days, exposure, events };
}

/** With the curve and the own budget of the day's four weeks. */
function readied(stand: BudgetStand, series: NumberSeries, day: number): BudgetStand {
  const epoch = epochOf(day);
  const curve = stand.curveDay === epoch ? stand.curve : delayCurve(ageCounts(series, toldSignals, epoch));
  if (stand.own?.epoch === epoch) return { ...stand, curve, curveDay: epoch };
  // The first one is reckoned from all there is, so that it comes after four weeks and not after six.
  const usual = stand.own === null ? withDays(stand, stand.recent, day - 1) : stand.usual;
  const rate = budgetFromHistory(usual)?.allowedRate ?? stand.own?.rate ?? null;
  return { ...stand, curve, curveDay: epoch, own: rate === null ? null : { rate, epoch } };
}

/** What is allowed; null: nobody knows what is usual, and nobody said what is allowed. */
function budgetOf(stand: BudgetStand | null, allowedRate: number | null): QualityBudget | null {
  if (allowedRate !== null) return { allowedRate, from: "set-by-user" };
  const own = stand?.own ?? null;
  return own === null ? null : { allowedRate: own.rate, from: "own-history" };
}

/** A budget at the end of a day, as it is shown. */
export interface BudgetStanding {
  readonly budget: QualityBudget | null;
  /** Null without a budget, and when nothing was at risk in the 30 days. */
  readonly use: BudgetUse | null;
  /** Sent in the 30 days. */
  readonly messages: number;
  /** All that came back in them. */
  readonly events: number;
  readonly burn: Burning["burn"];
  /** The day whose counts called the burn. */
  readonly since: number | null;
}

export function budgetStanding(
  stand: BudgetStand,
  through: number,
  allowedRate: number | null,
): BudgetStanding {
  const budget = budgetOf(stand, allowedRate);
  const days = sentDays(stand);
  return {
    budget,
    use: budget === null ? null : budgetUse(budget, days, through, usualBurn.dayNoise),
    messages: days.reduce((sum, day) => sum + day.messages, 0),
    events: days.reduce((sum, day) => sum + day.events, 0),
    ...burnOf(stand.burn),
  };
}

/** The days of the window on which anything was sent, at risk or came back. */
export function sentDays({ recent }: BudgetStand): SentDay[] {
  return recent.map(([at, messages, exposure, events]) => ({ at, messages, exposure, events }));
}
