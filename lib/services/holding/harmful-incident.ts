import { findIncident, type StoredIncident } from "../../adapters/db/incidents.ts";
import type { Db } from "../../adapters/db/open-database.ts";

/** The incident that says a launch is harmful, until it is resolved; null: there is none. */
export async function findHarmfulIncident(
  db: Db,
  organizationId: string,
  activationMethodId: string,
): Promise<StoredIncident | null> {
  const openKey = `launch-guard-harmful:${activationMethodId}`;
  const row = await db.incident.findUnique({
    where: { organizationId_openKey: { organizationId, openKey } },
    select: { id: true },
  });
  return row === null ? null : findIncident(db, organizationId, row.id);
}
