import { lockHoldSetting, saveHoldSetting } from "../../adapters/db/hold-settings.ts";
import type { HoldSettingsDto, UpdateHoldSettingsBody } from "../../contracts/holds.ts";
import { modeFault } from "../../core/holding/hold-rules.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toHoldSettingsDto } from "./hold-settings-dto.ts";

/**
 * Changes the rules for holds that are asked for from now on; those under way keep theirs. What is left out stays.
 *
 * @throws ServiceError VALIDATION (mode) for dry-run without a receiver, and for live before the receiver accepted a dry run.
 */
export async function updateHoldSettings(
  ctx: ServiceContext,
  body: UpdateHoldSettingsBody,
): Promise<HoldSettingsDto> {
  requireRight(ctx, "organization.write");
  const { organizationId, actor } = ctx;
  return inTransaction(ctx, async (tx) => {
    const before = await lockHoldSetting(tx, organizationId);
    const mode = body.mode ?? before.mode;
    const fault = modeFault(mode, {
      isSet: before.receiverCipher !== null,
      dryRunAccepted: before.dryRunAcceptedAt !== null,
    });
    if (fault !== null) throw invalid("mode", fault);
    const after = {
      ...before,
      mode,
      proposes: body.proposes ?? before.proposes,
      approvals: body.approvals ?? before.approvals,
      coolDownHours: body.coolDownHours ?? before.coolDownHours,
      rampSteps: body.rampSteps ?? before.rampSteps,
      rampStepHours: body.rampStepHours ?? before.rampStepHours,
      ...{ updatedAt: ctx.clock.now(), updatedBy: actor.name },
    };
    await saveHoldSetting(tx, organizationId, after);
    const detail = {
      mode,
      proposes: after.proposes,
      approvals: after.approvals,
      coolDownHours: after.coolDownHours,
    };
    await recordAudit(tx, ctx, { action: "hold-settings.update", subject: organizationId, detail });
    return toHoldSettingsDto(after);
  });
}
