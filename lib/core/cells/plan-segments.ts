/** A stretch of whole units, the first included, the last not. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A stretch of one roll-up. Days and weeks count in days since 1970 and weeks begin on Mondays; hours in hours. */
export interface Segment extends Stretch {
  readonly unit: "hour" | "day" | "week";
  /** −1: its counts are taken off, since a larger unit beside it holds more than was asked for. */
  readonly sign: 1 | -1;
}

const dayHours = 24;
const weekDays = 7;
/** Day 4 of 1970 was the first Monday. */
const firstMonday = 4;

/**
 * Covers a range of hours with the largest roll-ups that fit: weeks in the middle, days around them, hours at the ends.
 * Where more than half of a day or week is asked for, the whole one is read and the rest taken off, so that a long range
 * costs little more than a short one wherever it begins.
 *
 * @param range from the first hour since 1970 to the first one after it
 * @param lastHour the newest hour that has a cell: a range that ends after it may as well end with that week or day
 */
export function planSegments(
  range: Stretch,
  withWeeks: boolean,
  lastHour = Number.POSITIVE_INFINITY,
): readonly Segment[] {
  const hours = splitAtUnits(lastHour < range.to ? untilUnitEnd(range, withWeeks) : range, dayHours, 0);
  const days = hours.whole;
  const weeks = withWeeks
    ? splitAtUnits(days, weekDays, firstMonday)
    : { ends: [{ ...days, sign: 1 as const }], whole: { from: 0, to: 0 } };
  const segments: Segment[] = [
    ...hours.ends.map((end) => ({ unit: "hour" as const, ...end })),
    ...weeks.ends.map((end) => ({ unit: "day" as const, ...end })),
    {
      unit: "week",
      from: weeks.whole.from * weekDays + firstMonday,
      to: weeks.whole.to * weekDays + firstMonday,
      sign: 1,
    },
  ];
  return segments.filter(({ from, to }) => from < to);
}

function untilUnitEnd({ from, to }: Stretch, withWeeks: boolean): Stretch {
  const size = withWeeks ? weekDays * dayHours : dayHours;
  const origin = withWeeks ? firstMonday * dayHours : 0;
  return { from, to: Math.ceil((to - origin) / size) * size + origin };
}

interface Split {
  /** In the small unit: added to the whole ones, or taken off them. */
  readonly ends: readonly (Stretch & { readonly sign: 1 | -1 })[];
  /** In the large unit, counted from the origin. */
  readonly whole: Stretch;
}

/** Large units of so many small ones, and what is to be added or taken off at both ends. */
function splitAtUnits({ from, to }: Stretch, size: number, origin: number): Split {
  const none = { from: 0, to: 0 };
  if (to - from <= size) return { ends: [{ from, to, sign: 1 }], whole: none };
  const first = Math.round((from - origin) / size);
  const last = Math.round((to - origin) / size);
  const start = first * size + origin;
  const end = last * size + origin;
  return {
    ends: [
      start > from ? { from, to: start, sign: 1 } : { from: start, to: from, sign: -1 },
      end < to ? { from: end, to, sign: 1 } : { from: to, to: end, sign: -1 },
    ],
    whole: { from: first, to: last },
  };
}
