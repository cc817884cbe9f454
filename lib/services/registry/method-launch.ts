import { invalid } from "../errors.ts";

/** Earlier times are slips of the pen (0026 for 2026), and the oldest of them no database can hold. */
export const earliestYear = 2000;

/** The launch that a request names. @throws ServiceError VALIDATION (`path`) for one before the year 2000. */
export function readLaunch(at: string, path: "launchedAt" | "plannedLaunchAt" = "launchedAt"): Date {
  const launch = new Date(at);
  if (launch.getUTCFullYear() >= earliestYear) return launch;
  throw invalid(path, `must be in the year ${earliestYear} or later`);
}
