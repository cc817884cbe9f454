import { largestPace, mostADay, twoFigures, type PaceBaseline } from "./largest-pace.ts";
import { beliefAfter, expectedLikelihood, type RatioBelief } from "./ratio-belief.ts";

/** What keeps a pace from being larger. */
export const paceBounds = ["budget", "messaging-limit", "planned-ramp", "nothing"] as const;
export type PaceBound = (typeof paceBounds)[number];

/** Why there is no pace, or one of 0. */
export const paceLacks = ["nothing-sent", "too-few-events", "no-budget", "over-budget", "no-room"] as const;
export type PaceLack = (typeof paceLacks)[number];

/** Where the allowed rate comes from. */
export const allowedOrigins = ["set-by-user", "own-history"] as const;
export type AllowedOrigin = (typeof allowedOrigins)[number];

export interface AllowedPace {
  readonly rate: number;
  readonly from: AllowedOrigin;
}

export interface NumberToPace {
  readonly baseline: PaceBaseline;
  readonly allowed: AllowedPace | null;
  /** Everything of the last seven days, the method included. */
  readonly week: { readonly messages: number; readonly events: number };
  /** Messages a day that Meta's limit leaves for the method; null: none is known. */
  readonly limitLeft: number | null;
  /** Messages a day that the ramp plans for the method, by days from today; null: nothing is planned that says so. */
  readonly plannedOn: (day: number) => number | null;
}

export interface NumberPace {
  /** Messages a day; null: cannot say, or bound by nothing. */
  readonly perDay: number | null;
  readonly bound: PaceBound | null;
  readonly lack: PaceLack | null;
  /** What quality alone would allow; null: no bound, or cannot say. */
  readonly qualityPerDay: number | null;
  /** Chance of staying within what is allowed without the method. */
  readonly chanceWithout: number | null;
}

/** With fewer events of the others in 28 days their rate is not known well enough to plan by. */
export const fewestBaseEvents = 10;

const none = { perDay: null, bound: null, qualityPerDay: null, chanceWithout: null };
const stopped = { perDay: 0, bound: "budget", qualityPerDay: 0 } as const;

/** What the method may send from one number today. */
export function planPace(number: NumberToPace, belief: RatioBelief, level: number): NumberPace {
  const { baseline, allowed, week } = number;
  if (!(baseline.messages > 0)) return { ...none, lack: "nothing-sent" };
  if (allowed === null) return { ...none, lack: "no-budget" };
  if (baseline.events < fewestBaseEvents) return { ...none, lack: "too-few-events" };
  if (week.messages > 0 && week.events > allowed.rate * week.messages)
    return { ...stopped, chanceWithout: null, lack: "over-budget" };
  const { perDay: most, chanceWithout } = largestPace(baseline, allowed.rate, belief, level);
  if (chanceWithout < level) return { ...stopped, chanceWithout, lack: "no-room" };
  const quality = most === null ? null : twoFigures(most);
  return { ...boundPace(number, quality, 0), qualityPerDay: quality, chanceWithout, lack: null };
}

/** The smallest of what quality, Meta's limit and the plan leave. */
function boundPace(
  { limitLeft, plannedOn }: NumberToPace,
  quality: number | null,
  day: number,
): Pick<NumberPace, "perDay" | "bound"> {
  const planned = plannedOn(day);
  const bounds = [
    ["budget", quality],
    ["messaging-limit", limitLeft],
    ["planned-ramp", planned],
  ] as const;
  let found: Pick<NumberPace, "perDay" | "bound"> = { perDay: null, bound: "nothing" };
  for (const [bound, amount] of bounds) {
    if (amount !== null && (found.perDay === null || amount < found.perDay))
      found = { perDay: amount, bound };
  }
  return found;
}

/** Feedback of a day counts for the belief so many days later: by then most of it has come. An assumption. */
const maturing = 3;

export interface PaceDay {
  /** Days from today. */
  readonly day: number;
  readonly perDay: number | null;
  readonly bound: PaceBound;
}

/**
 * What may be expected of the days to come if the method turns out as good as the others and sends as much as it may: each day narrows the
 * belief three days later. Never more than twice the day before, never above the plan. Empty where nothing can be said of today; it ends
 * where quality sets no bound that anybody could reach.
 *
 * @param span days, today included.
 */
export function paceCalendar(
  number: NumberToPace,
  belief: RatioBelief,
  level: number,
  span: number,
): PaceDay[] {
  const today = planPace(number, belief, level);
  if (today.bound === null) return [];
  if (today.lack !== null) return [{ day: 0, perDay: 0, bound: today.bound }];
  const { baseline, allowed } = number;
  const rate = baseline.events / baseline.messages;
  const days: PaceDay[] = [{ day: 0, perDay: today.perDay, bound: today.bound }];
  let [now, quality] = [belief, today.qualityPerDay];
  for (let day = 1; day < span; day += 1) {
    const matured = days[day - maturing]?.perDay ?? 0;
    if (matured > 0 && allowed !== null) {
      now = beliefAfter(expectedLikelihood(matured * rate, baseline.events / baseline.days), now);
      const { perDay } = largestPace(baseline, allowed.rate, now, level);
      // What was allowed stays allowed while nothing speaks against it.
      quality = perDay === null || quality === null ? null : Math.max(quality, twoFigures(perDay));
    }
    const found = boundPace(number, quality, day);
    const before = days[day - 1]?.perDay ?? null;
    const most = before === null ? null : before * 2;
    if (found.perDay === null && (most === null || most > mostADay)) break;
    const isSteep = most !== null && (found.perDay === null || found.perDay > most);
    days.push({
      day,
      perDay: isSteep ? twoFigures(most) : found.perDay,
      bound: isSteep ? (days[day - 1]?.bound ?? "budget") : (found.bound ?? "nothing"),
    });
  }
  return days;
}

/** New contacts a day that so many messages are enough for; null where there is no bound. */
export function intakeOf(perDay: number | null, messagesPerContact: number): number | null {
  return perDay === null ? null : twoFigures(perDay / messagesPerContact);
}
