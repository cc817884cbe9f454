import type { ChartMark } from "@/components/figures/chart-marks.ts";

/**
 * Marks that would lie on each other become one, at the time of the first, that says all of them: their letters stay
 * readable however narrow the chart is.
 *
 * @param places so many marks have room side by side in the range.
 */
export function joinMarks(
  marks: readonly ChartMark[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  places: number,
): ChartMark[] {
  const room = (toMs - fromMs) / places;
  const joined: { at: string; labels: string[]; atMs: number }[] = [];
  const inRange = marks
    .map((mark) => ({ ...mark, atMs: Date.parse(mark.at) }))
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .sort((a, b) => a.atMs - b.atMs || (a.label < b.label ? -1 : 1));
  for (const { at, atMs, label } of inRange) {
    const last = joined.at(-1);
    if (last === undefined || atMs - last.atMs >= room) {
      joined.push({ at, atMs, labels: [label] });
      continue;
    }
    // The list below the chart has the date of the first.
    const isSameDay = at.slice(0, 10) === last.at.slice(0, 10);
    const words = isSameDay ? label : `${at.slice(0, 10)} ${label}`;
    if (!last.labels.includes(words)) last.labels.push(words);
  }
  return joined.map(({ at, labels }) => ({ at, label: labels.join("; ") }));
}
