import { appendIncidentEvent, findIncident, moveIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto } from "../../contracts/incidents.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toIncidentDto } from "./incident-dto.ts";

/**
 * Says "I have it". Changes the row only while it is still open, so that of two people one wins and the other is told.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT when it is acknowledged or resolved already.
 */
export async function acknowledgeIncident(ctx: ServiceContext, id: string): Promise<IncidentDto> {
  requireRight(ctx, "incidents.act");
  return inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const key = { organizationId: ctx.organizationId, id };
    const incident = await moveIncident(tx, key, ["open"], {
      state: "acknowledged",
      acknowledgedAt: now,
      acknowledgedBy: ctx.actor.name,
      updatedAt: now,
    });
    if (incident === null) {
      const present = await findIncident(tx, ctx.organizationId, id);
      if (present === null) throw notFound("The incident");
      const who = present.acknowledgedBy === null ? "" : ` by ${present.acknowledgedBy}`;
      throw new ServiceError("CONFLICT", `This incident is already ${present.state}${who}.`);
    }
    await appendIncidentEvent(tx, {
      organizationId: ctx.organizationId,
      incidentId: id,
      id: ctx.random.id(now),
      kind: "acknowledged",
      occurredAt: now,
      recordedAt: now,
      actorName: ctx.actor.name,
      text: `${ctx.actor.name} acknowledged.`,
      detail: {},
    });
    await recordAudit(tx, ctx, { action: "incident.acknowledge", subject: id, detail: {} });
    return toIncidentDto(incident);
  });
}
