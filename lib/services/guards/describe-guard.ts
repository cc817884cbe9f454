import { findGuard } from "../../adapters/db/launch-guards.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { guardReasons, harmTitle } from "../../core/guard/guard-words.ts";
import { guardName, openGuardReading, toGuardToTell } from "./guard-dto.ts";

/** What an alert says of a launch. */
export interface DescribedGuard {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** The source keys that it is about. */
  readonly keys: readonly string[];
}

/** Null when it is not watched any more. */
export async function describeGuard(
  db: Db,
  organizationId: string,
  id: string,
): Promise<DescribedGuard | null> {
  const guard = await findGuard(db, organizationId, id);
  if (guard === null) return null;
  const sources = await db.optInSource.findMany({
    where:
      guard.sourceId === null
        ? { organizationId, activationMethodId: guard.activationMethodId }
        : { organizationId, id: guard.sourceId },
    select: { key: true },
  });
  const told = toGuardToTell(guard);
  return {
    name: guardName(guard, await openGuardReading(db, organizationId)),
    title: harmTitle(told),
    summary: `${guardReasons(told).join(" ")} An association, not a proven cause.`,
    keys: sources.map(({ key }) => key),
  };
}
