import { lockHold } from "../../adapters/db/holds.ts";
import type { HoldDto } from "../../contracts/holds.ts";
import type { HoldDecision } from "../../core/holding/decide-hold.ts";
import type { Approval, Hold } from "../../core/holding/hold.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { applyDecision } from "./apply-decision.ts";
import { toHoldDto } from "./hold-dto.ts";

/**
 * The frame of every act of a person on a hold: kept from changing between reading and writing, so that of two who act at once
 * the second sees what the first did; stored with its history, its order and the audit entry in one transaction.
 *
 * @throws ServiceError NOT_FOUND, CONFLICT with the reason when the hold does not allow the act.
 */
export async function changeHold(
  ctx: ServiceContext,
  id: string,
  audit: string,
  decide: (hold: Hold, now: Date) => HoldDecision,
): Promise<HoldDto> {
  requireRight(ctx, "registry.hold");
  const { organizationId, actor } = ctx;
  const after = await inTransaction(ctx, async (tx) => {
    const hold = await lockHold(tx, organizationId, id);
    if (hold === null) throw notFound("The hold");
    const decision = decide(hold, ctx.clock.now());
    if (!decision.ok) throw new ServiceError("CONFLICT", decision.reason);
    const changed = await applyDecision(tx, ctx, hold, decision, actor.name);
    await recordAudit(tx, ctx, {
      action: `hold.${audit}`,
      subject: id,
      detail: { before: hold.state, state: changed.state },
    });
    return changed;
  });
  ctx.poke("hold-orders");
  return toHoldDto(ctx.db, after);
}

/** The person who asks, as one who agrees. @throws ServiceError FORBIDDEN for programs: a key is not a person. */
export function approvalOf({ actor }: Pick<ServiceContext, "actor">, now: Date): Approval {
  if (actor.kind !== "person")
    throw new ServiceError("FORBIDDEN", "Only a person who is signed in can agree to this.");
  return { id: actor.id, name: actor.name, at: now.toISOString() };
}
