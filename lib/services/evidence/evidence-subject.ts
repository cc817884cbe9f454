import { findActivationMethod } from "../../adapters/db/activation-methods.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { findEntry } from "../../adapters/db/registry-entries.ts";
import { invalid } from "../errors.ts";
import { earliestYear } from "../registry/method-launch.ts";

interface Given {
  readonly activationMethodId?: string | undefined;
  readonly sourceId?: string | undefined;
  readonly seenAt?: string | undefined;
}

/**
 * What evidence is about. A source brings the method that it belongs to now.
 *
 * @throws ServiceError VALIDATION (activationMethodId, sourceId, seenAt) for what is not registered here, for a source of
 * another method, for neither, and for a time that has not come or lies before 2000.
 */
export async function readEvidenceSubject(
  db: Db,
  organizationId: string,
  given: Given,
  now: Date,
): Promise<{ activationMethodId: string | null; sourceId: string | null; occurredAt: Date }> {
  const { activationMethodId, sourceId } = given;
  if (activationMethodId === undefined && sourceId === undefined) {
    throw invalid("activationMethodId", "must be given, or sourceId");
  }
  const occurredAt = given.seenAt === undefined ? now : new Date(given.seenAt);
  if (occurredAt > now) throw invalid("seenAt", "must not be in the future");
  if (occurredAt.getUTCFullYear() < earliestYear) {
    throw invalid("seenAt", `must be in the year ${earliestYear} or later`);
  }
  if (
    activationMethodId !== undefined &&
    (await findActivationMethod(db, organizationId, activationMethodId)) === null
  ) {
    throw invalid("activationMethodId", "is not a registered activation method");
  }
  if (sourceId === undefined)
    return { activationMethodId: activationMethodId ?? null, sourceId: null, occurredAt };
  const source = await findEntry(db, "opt-in-source", organizationId, sourceId);
  if (source === null) throw invalid("sourceId", "is not a registered opt-in source");
  if (activationMethodId !== undefined && source.activationMethodId !== activationMethodId) {
    throw invalid("sourceId", "does not belong to this activation method");
  }
  return { activationMethodId: source.activationMethodId, sourceId, occurredAt };
}
