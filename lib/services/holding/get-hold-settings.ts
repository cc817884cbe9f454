import { findHoldSetting } from "../../adapters/db/hold-settings.ts";
import type { HoldSettingsDto } from "../../contracts/holds.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { toHoldSettingsDto } from "./hold-settings-dto.ts";

/** Where orders to hold sends go, and under which rules. */
export async function getHoldSettings(ctx: ServiceContext): Promise<HoldSettingsDto> {
  requireRight(ctx, "registry.read");
  return toHoldSettingsDto(await findHoldSetting(ctx.db, ctx.organizationId));
}
