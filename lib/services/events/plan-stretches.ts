/** So many events were counted on a day (days since 1970). */
export interface DayCount {
  readonly day: number;
  readonly count: number;
}

/** Whole days, the first included, the last not. */
export interface DayStretch {
  readonly fromDay: number;
  readonly toDay: number;
}

/**
 * Stretches of days to look for events in, the newest first, each with about `limit` of them by the counts: a rare group
 * is found without reading the days between its events, a large one without sorting its whole range.
 *
 * @param untilDay the last day to look at, whose events may have been listed already; null: the newest with a count.
 */
export function planStretches(
  counts: readonly DayCount[],
  limit: number,
  untilDay: number | null,
): DayStretch[] {
  const byDay = new Map<number, number>();
  for (const { day, count } of counts) {
    if (count > 0 && (untilDay === null || day <= untilDay)) byDay.set(day, (byDay.get(day) ?? 0) + count);
  }
  const stretches: DayStretch[] = [];
  let toDay: number | null = null;
  let sum = 0;
  for (const day of [...byDay.keys()].sort((a, b) => b - a)) {
    toDay ??= day + 1;
    // What is left of the day of the cursor is not known.
    if (day !== untilDay) sum += byDay.get(day) ?? 0;
    if (sum < limit) continue;
    stretches.push({ fromDay: day, toDay });
    toDay = null;
    sum = 0;
  }
  const first = Math.min(...byDay.keys());
  if (toDay !== null) stretches.push({ fromDay: first, toDay });
  return stretches;
}
