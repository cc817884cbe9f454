import { findIncident, listIncidentEvents } from "../../adapters/db/incidents.ts";
import type { IncidentDetailDto } from "../../contracts/incidents.ts";
import type { ServiceContext } from "../context.ts";
import { findDeliveries } from "../deliveries/delivery-dto.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toIncidentDto } from "./incident-dto.ts";

/** One incident with its timeline and who was told. @throws ServiceError NOT_FOUND */
export async function getIncident(ctx: ServiceContext, id: string): Promise<IncidentDetailDto> {
  requireRight(ctx, "incidents.read");
  const incident = await findIncident(ctx.db, ctx.organizationId, id);
  if (incident === null) throw notFound("The incident");
  const events = await listIncidentEvents(ctx.db, ctx.organizationId, id);
  return {
    ...toIncidentDto(incident),
    timeline: events.map((event) => ({
      id: event.id,
      kind: event.kind,
      occurredAt: event.occurredAt.toISOString(),
      recordedAt: event.recordedAt.toISOString(),
      actorName: event.actorName,
      text: event.text,
    })),
    deliveries: await findDeliveries(ctx.db, ctx.organizationId, { incidentId: id }),
  };
}
