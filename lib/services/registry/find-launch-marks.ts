import { listLaunchesWithin } from "../../adapters/db/activation-methods.ts";
import type { EventMark } from "../../contracts/phone-numbers.ts";
import type { ServiceContext } from "../context.ts";

const mostMarks = 100;

/**
 * Launches in [from, to) as marks for a time chart, oldest first. A scheduled launch is no mark until it has
 * happened; a method that was held or retired afterwards was launched all the same.
 *
 * @returns at most the newest 100. The caller has checked the right to what it draws.
 */
export async function findLaunchMarks(
  ctx: Pick<ServiceContext, "db" | "organizationId" | "clock">,
  range: { readonly from: Date; readonly to: Date },
): Promise<EventMark[]> {
  // A launch at this very moment has happened; the range is half-open, hence one millisecond more.
  const to = new Date(Math.min(range.to.getTime(), ctx.clock.now().getTime() + 1));
  const methods = await listLaunchesWithin(ctx.db, ctx.organizationId, { from: range.from, to }, mostMarks);
  return methods.flatMap(({ id, name, launchedAt }): EventMark[] => {
    if (launchedAt === null) return [];
    const occurredAt = launchedAt.toISOString();
    return [{ id, kind: "launch", occurredAt, label: `Launched: ${name}`, href: `/launches/${id}` }];
  });
}
