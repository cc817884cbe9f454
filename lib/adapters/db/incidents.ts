import type { Severity } from "../../core/alerting/severity.ts";
import type { Incident, IncidentEvent, Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type IncidentState = "open" | "acknowledged" | "resolved";
export type StoredIncident = Omit<Incident, "severity" | "state" | "subject"> & {
  severity: Severity;
  state: IncidentState;
  subject: Record<string, string>;
};
export type IncidentEventKind =
  "opened" | "worsened" | "improved" | "acknowledged" | "resolved" | "notified" | "undelivered" | "hold";

/** The open incident of one cause, held until the transaction ends: what people do to it meanwhile waits. */
export async function lockOpenIncident(
  db: Db,
  organizationId: string,
  fingerprint: string,
): Promise<StoredIncident | null> {
  await db.$queryRaw`
    select 1 from incident where organization_id = ${organizationId} and open_key = ${fingerprint} for update`;
  const row = await db.incident.findUnique({
    where: { organizationId_openKey: { organizationId, openKey: fingerprint } },
  });
  return row === null ? null : narrow(row);
}

export async function findIncident(
  db: Db,
  organizationId: string,
  id: string,
): Promise<StoredIncident | null> {
  const row = await db.incident.findUnique({ where: { organizationId_id: { organizationId, id } } });
  return row === null ? null : narrow(row);
}

export async function insertIncident(
  db: Db,
  incident: Omit<StoredIncident, "acknowledgedAt" | "acknowledgedBy" | "resolvedAt" | "resolvedBy">,
): Promise<void> {
  await db.incident.create({ data: incident });
}

export async function updateIncident(
  db: Db,
  key: { organizationId: string; id: string },
  data: Prisma.IncidentUpdateInput,
): Promise<void> {
  await db.incident.update({ where: { organizationId_id: key }, data });
}

/** Changes the state only from one of `from`; null when it is in none of them any more. */
export async function moveIncident(
  db: Db,
  key: { organizationId: string; id: string },
  from: readonly IncidentState[],
  data: Prisma.IncidentUpdateInput,
): Promise<StoredIncident | null> {
  const { count } = await db.incident.updateMany({ where: { ...key, state: { in: [...from] } }, data });
  return count === 0 ? null : findIncident(db, key.organizationId, key.id);
}

export interface NewIncidentEvent {
  readonly organizationId: string;
  readonly incidentId: string;
  readonly id: string;
  readonly kind: IncidentEventKind;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actorName: string | null;
  readonly text: string;
  readonly detail: Prisma.InputJsonObject;
}

export async function appendIncidentEvent(db: Db, event: NewIncidentEvent): Promise<void> {
  await db.incidentEvent.create({ data: event });
}

export async function listIncidentEvents(
  db: Db,
  organizationId: string,
  incidentId: string,
): Promise<(IncidentEvent & { kind: IncidentEventKind })[]> {
  const rows = await db.incidentEvent.findMany({
    where: { organizationId, incidentId },
    orderBy: [{ occurredAt: "asc" }, { id: "asc" }],
  });
  return rows.map((row) => ({ ...row, kind: row.kind as IncidentEventKind }));
}

function narrow(row: Incident): StoredIncident {
  return row as StoredIncident;
}
