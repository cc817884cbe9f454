import { appendIncidentEvent, findIncident, moveIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto } from "../../contracts/incidents.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { planDeliveries } from "../deliveries/plan-deliveries.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toIncidentDto } from "./incident-dto.ts";

/**
 * Closes an incident by hand; everyone who was told of it is told of its end. The next fall opens a new one.
 *
 * @throws ServiceError NOT_FOUND, or CONFLICT when it is resolved already.
 */
export async function resolveIncident(
  ctx: ServiceContext,
  id: string,
  input: { comment?: string | undefined },
): Promise<IncidentDto> {
  requireRight(ctx, "incidents.act");
  const resolved = await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const incident = await moveIncident(
      tx,
      { organizationId: ctx.organizationId, id },
      ["open", "acknowledged"],
      {
        state: "resolved",
        openKey: null,
        resolvedAt: now,
        resolvedBy: ctx.actor.name,
        updatedAt: now,
      },
    );
    if (incident === null) {
      if ((await findIncident(tx, ctx.organizationId, id)) === null) throw notFound("The incident");
      throw new ServiceError("CONFLICT", "This incident is already resolved.");
    }
    const eventId = ctx.random.id(now);
    const comment = input.comment?.trim() ?? "";
    const text = `${ctx.actor.name} resolved it${comment === "" ? "." : `: ${comment}`}`;
    await appendIncidentEvent(tx, {
      organizationId: ctx.organizationId,
      incidentId: id,
      id: eventId,
      kind: "resolved",
      occurredAt: now,
      recordedAt: now,
      actorName: ctx.actor.name,
      text,
      detail: {},
    });
    await planDeliveries(tx, ctx, {
      incident,
      eventId,
      reason: "resolved",
      title: incident.title,
      lines: [text],
      action: "Nothing to do. A new fall opens a new incident.",
    });
    await recordAudit(tx, ctx, { action: "incident.resolve", subject: id, detail: {} });
    return incident;
  });
  ctx.poke("deliveries");
  return toIncidentDto(resolved);
}
