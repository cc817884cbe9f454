/** A stretch of whole units, the first included, the last not. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Which roll-ups a range of hours is read from: no hour is in two of them. */
export interface Segments {
  readonly hours: readonly Stretch[];
  /** In days since 1970. */
  readonly days: readonly Stretch[];
  /** In days since 1970, always Mondays. */
  readonly weeks: readonly Stretch[];
}

const dayHours = 24;
const weekDays = 7;
/** Day 4 of 1970 was the first Monday. */
const firstMonday = 4;

/**
 * Covers a range of hours with the largest roll-ups that fit: weeks in the middle, days around them, hours at the ends.
 * So a long range costs little more than a short one.
 *
 * @param from first hour since 1970, `to` the first one after the range.
 */
export function planSegments({ from, to }: Stretch, withWeeks: boolean): Segments {
  if (to <= from) return { hours: [], days: [], weeks: [] };
  const firstDay = Math.ceil(from / dayHours);
  const lastDay = Math.floor(to / dayHours);
  if (firstDay >= lastDay) return { hours: [{ from, to }], days: [], weeks: [] };
  const hours = [
    { from, to: firstDay * dayHours },
    { from: lastDay * dayHours, to },
  ];
  const monday = (day: number, round: (value: number) => number) =>
    round((day - firstMonday) / weekDays) * weekDays + firstMonday;
  const firstWeek = monday(firstDay, Math.ceil);
  const lastWeek = monday(lastDay, Math.floor);
  const hasWeeks = withWeeks && firstWeek < lastWeek;
  const days = hasWeeks
    ? [
        { from: firstDay, to: firstWeek },
        { from: lastWeek, to: lastDay },
      ]
    : [{ from: firstDay, to: lastDay }];
  const isThere = (stretch: Stretch) => stretch.from < stretch.to;
  return {
    hours: hours.filter(isThere),
    days: days.filter(isThere),
    weeks: hasWeeks ? [{ from: firstWeek, to: lastWeek }] : [],
  };
}
