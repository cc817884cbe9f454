import { budgetDays, type QualityBudget } from "./quality-budget.ts";
import type { SentDay } from "./watch-budget.ts";

/** One day of the 30. Null where the day is too small to be shown by itself. */
export interface BurnDownDay {
  readonly at: number;
  readonly messages: number | null;
  readonly events: number | null;
  /** Part of the budget that is left at the end of the day; below 0 when more was used than there was. */
  readonly left: number | null;
  /** The part that would be left had it been used evenly, message for message. */
  readonly even: number | null;
}

/**
 * How a budget was used up over the 30 days until `today`; the whole is what the exposures of these days have room for. Empty when
 * nothing was at risk.
 *
 * @param smallGroup days are drawn together until as many messages or signals are in: what two shown days differ by is never fewer.
 */
export function burnDown(
  budget: QualityBudget,
  days: readonly SentDay[],
  today: number,
  smallGroup: number,
): BurnDownDay[] {
  const byDay = new Map(days.map((day) => [day.at, day]));
  const exposure = days.reduce((sum, day) => sum + day.exposure, 0);
  const allowed = budget.allowedRate * exposure;
  if (!(allowed > 0)) return [];
  const shown: BurnDownDay[] = [];
  let [events, sofar] = [0, 0];
  let open = { messages: 0, events: 0, days: 0 };
  for (let at = today - budgetDays + 1; at <= today; at += 1) {
    const day = byDay.get(at) ?? { messages: 0, events: 0, exposure: 0 };
    events += day.events;
    sofar += day.exposure;
    const isEmpty = day.messages === 0 && day.events === 0;
    open = {
      messages: open.messages + day.messages,
      events: open.events + day.events,
      days: open.days + (isEmpty ? 0 : 1),
    };
    const isHidden = open.days > 0 && Math.max(open.messages, open.events) < smallGroup;
    const isAlone = open.days === (isEmpty ? 0 : 1);
    const hidden = { at, messages: null, events: null, left: null, even: null };
    const point = { left: 1 - events / allowed, even: 1 - sofar / exposure };
    const own = isAlone ? { messages: day.messages, events: day.events } : { messages: null, events: null };
    shown.push(isHidden ? hidden : { at, ...own, ...point });
    if (!isHidden) open = { messages: 0, events: 0, days: 0 };
  }
  if (open.days > 0) mergeTail(shown, { left: 1 - events / allowed, even: 0 });
  return shown;
}

/** The whole is shown beside the days, so what is too small at the end goes together with the last group that was not. */
function mergeTail(shown: BurnDownDay[], end: Pick<BurnDownDay, "left" | "even">): void {
  const last = shown.length - 1;
  const before = shown.findLastIndex(
    ({ messages, events, left }) => left !== null && (messages !== 0 || events !== 0),
  );
  for (let index = Math.max(0, before); index <= last; index += 1) {
    const at = shown[index]?.at ?? 0;
    shown[index] = { at, messages: null, events: null, left: null, even: null };
    if (index === last) shown[index] = { at, messages: null, events: null, ...end };
  }
}
