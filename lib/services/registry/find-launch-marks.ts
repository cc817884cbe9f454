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
  const now = ctx.clock.now();
  const methods = await listLaunchesWithin(ctx.db, ctx.organizationId, range, mostMarks);
  return methods.flatMap((method): EventMark[] =>
    method.launchedAt === null || method.launchedAt > now
      ? []
      : [
          {
            id: method.id,
            kind: "launch",
            occurredAt: method.launchedAt.toISOString(),
            label: `Launched: ${method.name}`,
            href: "/sources",
          },
        ],
  );
}
