import { weeklyReportLine, type ReportWeek } from "../../core/reporting/weekly-report.ts";
import { formatIsoWeek, isoWeekAt, isoWeekBounds, previousIsoWeek } from "../../core/time/iso-week.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { readWatch, readWatchFacts, type Watch } from "./read-watch.ts";

const mostWeeks = 52;

/** Weeks from the running one back to that of the first observation, newest first, each with its verdict; at most 52. */
export async function listWeeklyReports(ctx: ServiceContext): Promise<{
  data: { isoWeek: string; closed: boolean; verdict: string }[];
  nextCursor: string | null;
}> {
  requireRight(ctx, "reports.read");
  const watch = await readWatch(ctx);
  const weeks = weeksOf(watch);
  const [newest, oldest] = [weeks[0], weeks.at(-1)];
  if (newest === undefined || oldest === undefined) return { data: [], nextCursor: null };
  const facts = await readWatchFacts(ctx, watch, { from: oldest.from, to: newest.to });
  return { data: weeks.map((week) => weeklyReportLine(facts, week)), nextCursor: null };
}

function weeksOf({ now, timeZone, firstObservedAt }: Watch): ReportWeek[] {
  const weeks: ReportWeek[] = [];
  if (firstObservedAt === null || firstObservedAt > now) return weeks;
  let week = isoWeekAt(now, timeZone);
  for (;;) {
    const bounds = isoWeekBounds(week, timeZone);
    weeks.push({ isoWeek: formatIsoWeek(week), ...bounds });
    if (bounds.from <= firstObservedAt || weeks.length === mostWeeks) return weeks;
    week = previousIsoWeek(week);
  }
}
