import type { StoredIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto, IncidentListQuery } from "../../contracts/incidents.ts";
import type { ServiceContext } from "../context.ts";
import { cursorInstant, decodeCursor, pageOf } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toIncidentDto } from "./incident-dto.ts";

/** Incidents, newest first. */
export async function listIncidents(
  ctx: ServiceContext,
  query: IncidentListQuery,
): Promise<{ data: IncidentDto[]; nextCursor: string | null }> {
  requireRight(ctx, "incidents.read");
  const after = decodeCursor(query.cursor, 2);
  const before = after === null ? null : cursorInstant(after[0]);
  const states =
    query.state === "unresolved"
      ? ["open", "acknowledged"]
      : query.state === undefined
        ? null
        : [query.state];
  const rows = await ctx.db.incident.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(states === null ? {} : { state: { in: states } }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(before === null
        ? {}
        : { OR: [{ openedAt: { lt: before } }, { openedAt: before, id: { lt: after?.[1] ?? "" } }] }),
    },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const { page, nextCursor } = pageOf(rows, query.limit, (last) => [last.openedAt.toISOString(), last.id]);
  return {
    data: page.map((row) => toIncidentDto(row as StoredIncident)),
    nextCursor,
  };
}
