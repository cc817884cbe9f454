import type { AuditDetail } from "../../adapters/db/audit.ts";
import type { Ramp } from "../../core/registry/ramp.ts";

/** A ramp as histories keep it. */
export function rampDetail({ unit, steps }: Ramp): AuditDetail {
  return { unit, steps: steps.map(({ fromDay, amount }) => ({ fromDay, amount })) };
}
