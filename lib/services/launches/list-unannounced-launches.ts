import { listUnannouncedSources } from "../../adapters/db/unannounced-sources.ts";
import type { UnannouncedLaunchDto } from "../../contracts/launches.ts";
import type { PageQuery } from "../../contracts/page.ts";
import { dayText, hourText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";

/**
 * Places that people opted in at and nobody has registered, newest first. Claiming or merging one ends it.
 *
 * @throws ServiceError VALIDATION (cursor)
 */
export async function listUnannouncedLaunches(
  ctx: ServiceContext,
  query: PageQuery,
): Promise<{ data: UnannouncedLaunchDto[]; nextCursor: string | null }> {
  requireRight(ctx, "registry.read");
  const after = decodeCursor(query.cursor, 1)?.[0] ?? null;
  const rows = await listUnannouncedSources(ctx.db, ctx.organizationId, { after, take: query.limit + 1 });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.sourceId]);
  return {
    data: page.map(({ sourceId, key, firstSeenAt, firstHour, lastDay, optIns, gained }) => ({
      sourceId,
      key,
      firstSeenAt: firstSeenAt.toISOString(),
      firstOptInAt: hourText(firstHour),
      lastOptInOn: dayText(lastDay),
      optIns,
      contactsGained: gained,
    })),
    nextCursor,
  };
}
