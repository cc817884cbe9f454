import { insertDeliveries, channelsTold } from "../../adapters/db/deliveries.ts";
import { listChannelRows } from "../../adapters/db/channels.ts";
import type { StoredIncident } from "../../adapters/db/incidents.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { headline } from "../../core/alerting/incident-words.ts";
import type { Notification, NotificationReason } from "../../core/alerting/notification.ts";
import { reachesSeverity } from "../../core/alerting/severity.ts";
import type { ServicePorts } from "../context.ts";

export interface SpokenStep {
  readonly incident: StoredIncident;
  /** The timeline event that causes the message: with the channel it makes the dedupe key. */
  readonly eventId: string;
  readonly reason: Exclude<NotificationReason, "test">;
  readonly title: string;
  readonly lines: readonly string[];
  readonly action: string;
}

/**
 * Plans one message per channel in the transaction that changed the incident, so that neither can exist without the
 * other. Everyone who was told of a problem is told of its end, and nobody else.
 */
export async function planDeliveries(
  tx: Db,
  ports: Pick<ServicePorts, "clock" | "random" | "appUrl">,
  step: SpokenStep,
): Promise<void> {
  const { incident } = step;
  const now = ports.clock.now();
  const organization = await tx.organization.findUniqueOrThrow({ where: { id: incident.organizationId } });
  const told = await channelsTold(tx, incident.organizationId, incident.id);
  const channels = (await listChannelRows(tx, incident.organizationId)).filter((channel) => {
    if (channel.state === "off") return false;
    if (step.reason === "resolved") return told.has(channel.id);
    return told.has(channel.id) || reachesSeverity(incident.severity, channel.minSeverity);
  });
  await insertDeliveries(
    tx,
    channels.map((channel) => {
      const dedupeKey = `msg_${step.eventId}_${channel.id}`;
      const message: Notification = {
        dedupeKey,
        reason: step.reason,
        severity: incident.severity,
        title:
          step.reason === "resolved" ? `[RESOLVED] ${step.title}` : headline(incident.severity, step.title),
        lines: step.lines,
        action: step.action,
        links: [{ label: "Open the incident", url: `${ports.appUrl}/incidents/${incident.id}` }],
        organizationName: organization.name,
        incident: {
          id: incident.id,
          kind: incident.kind,
          state: incident.state,
          openedAt: incident.openedAt.toISOString(),
          resolvedAt: incident.resolvedAt?.toISOString() ?? null,
          subject: incident.subject,
        },
        sentAt: now.toISOString(),
      };
      return {
        organizationId: incident.organizationId,
        id: ports.random.id(now),
        incidentId: incident.id,
        channelId: channel.id,
        reason: step.reason,
        dedupeKey,
        message,
        createdAt: now,
      };
    }),
  );
}
