import { lockHoldSetting, saveHoldSetting } from "../../adapters/db/hold-settings.ts";
import type { HoldReceiverDto, SetHoldReceiverBody } from "../../contracts/holds.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { receiverPlace } from "./hold-receiver.ts";
import { toHoldSettingsDto } from "./hold-settings-dto.ts";

/**
 * Says where orders go. The address is checked against the rules for outgoing requests and stored encrypted with its secret. A receiver
 * that was never tried is not trusted: what was live becomes a dry run until it accepts one.
 *
 * @returns the settings and the signing secret, which is shown this once.
 * @throws ServiceError VALIDATION (url) when the address may not be reached.
 */
export async function setHoldReceiver(
  ctx: ServiceContext,
  { url, secret: given }: SetHoldReceiverBody,
): Promise<HoldReceiverDto> {
  requireRight(ctx, "organization.write");
  const refusal = ctx.checkOutboundUrl(url);
  if (refusal !== null) throw invalid("url", `may not be used: ${refusal.replace(/\.$/, "")}`);
  const { organizationId, actor } = ctx;
  const secret = given ?? `whsec_${Buffer.from(ctx.random.secret(24), "base64url").toString("base64")}`;
  const sealed = await ctx.sealer.seal(receiverPlace(organizationId), JSON.stringify({ url, secret }));
  const target = `${new URL(url).origin}/…`;
  return inTransaction(ctx, async (tx) => {
    const before = await lockHoldSetting(tx, organizationId);
    const after = {
      ...before,
      mode: before.mode === "live" ? ("dry-run" as const) : before.mode,
      ...{ receiverCipher: Uint8Array.from(sealed), target, dryRunAcceptedAt: null },
      ...{ updatedAt: ctx.clock.now(), updatedBy: actor.name },
    };
    await saveHoldSetting(tx, organizationId, after);
    const detail = { target, mode: after.mode };
    await recordAudit(tx, ctx, { action: "hold-settings.receiver", subject: organizationId, detail });
    return { ...toHoldSettingsDto(after), secret };
  });
}
