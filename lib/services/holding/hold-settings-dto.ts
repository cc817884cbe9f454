import type { StoredHoldSetting } from "../../adapters/db/hold-settings.ts";
import type { HoldSettingsDto } from "../../contracts/holds.ts";

export function toHoldSettingsDto(setting: StoredHoldSetting): HoldSettingsDto {
  const { mode, target, proposes, approvals, coolDownHours, rampSteps, rampStepHours, updatedBy } = setting;
  return {
    ...{ mode, target, dryRunAcceptedAt: setting.dryRunAcceptedAt?.toISOString() ?? null },
    ...{ proposes, approvals, coolDownHours, rampSteps: [...rampSteps], rampStepHours },
    ...{ updatedAt: setting.updatedAt?.toISOString() ?? null, updatedBy },
  };
}
