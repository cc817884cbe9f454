import type { HoldEvidence } from "../../adapters/db/holds.ts";
import { findGuard } from "../../adapters/db/launch-guards.ts";
import type { ServicePorts } from "../context.ts";
import { openGuardReading, toGuardDto } from "../guards/guard-dto.ts";

/** What the watch over a launch says now, to be kept with a hold; null: it is not watched yet. */
export async function gatherEvidence(
  { db }: Pick<ServicePorts, "db">,
  organizationId: string,
  guardId: string,
): Promise<HoldEvidence | null> {
  const guard = await findGuard(db, organizationId, guardId);
  if (guard === null) return null;
  const said = toGuardDto(guard, await openGuardReading(db, organizationId));
  const { verdict, headline, rateRatio, interval, exposures, signals, since } = said;
  return { verdict, headline, rateRatio, interval, exposures, signals, since };
}
