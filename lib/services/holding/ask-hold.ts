import { lockActivationMethod } from "../../adapters/db/activation-methods.ts";
import { findHoldSetting } from "../../adapters/db/hold-settings.ts";
import type { AskHoldBody, HoldDto } from "../../contracts/holds.ts";
import { approveHold } from "../../core/holding/decide-hold.ts";
import { methodState } from "../../core/registry/method-state.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid, notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { applyDecision } from "./apply-decision.ts";
import { beginHold } from "./begin-hold.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { approvalOf } from "./change-hold.ts";
import { toHoldDto } from "./hold-dto.ts";

/**
 * Asks for a hold of a launch, or of some of its sources. A person who asks agrees to it; a program only asks.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION (sourceIds) for sources of another method, CONFLICT while holding is switched off, for a
 * method that does not run, and while another hold of it is under way.
 */
export async function askHold(ctx: ServiceContext, body: AskHoldBody): Promise<HoldDto> {
  requireRight(ctx, "registry.hold");
  const { organizationId, actor } = ctx;
  const { activationMethodId, reason } = body;
  const sourceIds = [...new Set(body.sourceIds ?? [])];
  const evidence = await gatherEvidence(ctx, organizationId, activationMethodId);
  const hold = await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now();
    const method = await lockActivationMethod(tx, organizationId, activationMethodId);
    if (method === null) throw notFound("The activation method");
    const { mode } = await findHoldSetting(tx, organizationId);
    if (mode === "off")
      throw new ServiceError("CONFLICT", "Holding sends is switched off. An administrator can set it up.");
    const state = methodState(method.state, method.launchedAt, now);
    if (state !== "launched" && state !== "held")
      throw new ServiceError("CONFLICT", `There is nothing to hold: the method is ${state}.`);
    const own = await tx.optInSource.count({
      where: { organizationId, activationMethodId, id: { in: sourceIds } },
    });
    if (own !== sourceIds.length) throw invalid("sourceIds", "must be sources of this method");
    const asked = await beginHold(tx, ctx, organizationId, {
      ...{ activationMethodId, sourceIds, reason, askedBy: actor.name, proposalKey: null },
      evidence,
      note: `${actor.name} asked for a hold${mode === "live" ? "" : " (dry run)"}: ${reason}`,
    });
    if (asked === null)
      throw new ServiceError("CONFLICT", "Another hold of this method is under way: open it first.");
    await recordAudit(tx, ctx, {
      action: "hold.ask",
      subject: asked.id,
      detail: { activationMethodId, sourceIds, reason, dryRun: asked.dryRun },
    });
    if (actor.kind !== "person") return asked;
    const decision = approveHold(asked, approvalOf(ctx, now));
    if (!decision.ok) throw new ServiceError("CONFLICT", decision.reason);
    return applyDecision(tx, ctx, asked, decision, actor.name);
  });
  ctx.poke("hold-orders");
  return toHoldDto(ctx.db, hold);
}
