import type { StoredIncident } from "../../adapters/db/incidents.ts";
import type { IncidentDto } from "../../contracts/incidents.ts";

export function toIncidentDto(incident: StoredIncident): IncidentDto {
  return {
    id: incident.id,
    kind: incident.kind,
    severity: incident.severity,
    state: incident.state,
    title: incident.title,
    summary: incident.summary,
    subject: incident.subject,
    openedAt: incident.openedAt.toISOString(),
    acknowledgedAt: incident.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: incident.acknowledgedBy,
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    resolvedBy: incident.resolvedBy,
    updatedAt: incident.updatedAt.toISOString(),
  };
}
