import type { WeeklyReportDto } from "../../contracts/reports.ts";
import { weeklyReport } from "../../core/reporting/weekly-report.ts";
import { formatIsoWeek, isoWeekBounds, parseIsoWeek } from "../../core/time/iso-week.ts";
import type { ServiceContext } from "../context.ts";
import { invalid, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { readWatch, readWatchFacts } from "./read-watch.ts";

/**
 * One week in the organization's time zone, told from what is stored. The running week is a preview; a week before the
 * first observation is a report that says so.
 *
 * @throws ServiceError VALIDATION (isoWeek) for anything but a week such as 2026-W47, NOT_FOUND for one that has not
 * begun.
 */
export async function getWeeklyReport(ctx: ServiceContext, isoWeek: string): Promise<WeeklyReportDto> {
  requireRight(ctx, "reports.read");
  const week = parseIsoWeek(isoWeek);
  if (week === null) throw invalid("isoWeek", "must be a week of ISO 8601 such as 2026-W47");
  const watch = await readWatch(ctx);
  const bounds = isoWeekBounds(week, watch.timeZone);
  if (bounds.from > watch.now) throw new ServiceError("NOT_FOUND", `The week ${isoWeek} has not begun.`);
  const facts = await readWatchFacts(ctx, watch, bounds);
  return weeklyReport(facts, { isoWeek: formatIsoWeek(week), ...bounds });
}
