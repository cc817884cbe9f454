import type { StoredIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto, IncidentListQuery } from "../../contracts/incidents.ts";
import type { ServiceContext } from "../context.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { requireRight } from "../require-right.ts";
import { toIncidentDto } from "./incident-dto.ts";

/** Incidents, newest first. */
export async function listIncidents(
  ctx: ServiceContext,
  query: IncidentListQuery,
): Promise<{ data: IncidentDto[]; nextCursor: string | null }> {
  requireRight(ctx, "incidents.read");
  const after = decodeCursor(query.cursor, 2);
  const states = query.state === "unresolved" ? ["open", "acknowledged"] : query.state === undefined ? null : [query.state];
  const rows = await ctx.db.incident.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(states === null ? {} : { state: { in: states } }),
      ...(query.severity === undefined ? {} : { severity: query.severity }),
      ...(after === null
        ? {}
        : {
            OR: [
              { openedAt: { lt: new Date(after[0] ?? "") } },
              { openedAt: new Date(after[0] ?? ""), id: { lt: after[1] ?? "" } },
            ],
          }),
    },
    orderBy: [{ openedAt: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    data: page.map((row) => toIncidentDto(row as StoredIncident)),
    nextCursor: last === undefined ? null : encodeCursor([last.openedAt.toISOString(), last.id]),
  };
}
