import { invalid } from "../errors.ts";

/** Earlier times are slips of the pen (0026 for 2026), and the oldest of them no database can hold. */
export const earliestYear = 2000;

/** The launch that a request names. @throws ServiceError VALIDATION (launchedAt) for one before the year 2000. */
export function readLaunch(launchedAt: string): Date {
  const launch = new Date(launchedAt);
  if (launch.getUTCFullYear() >= earliestYear) return launch;
  throw invalid("launchedAt", `must be in the year ${earliestYear} or later`);
}
