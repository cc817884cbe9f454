import { findHoldSetting, noteDryRun } from "../../adapters/db/hold-settings.ts";
import type { HoldTestDto } from "../../contracts/holds.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { openReceiver } from "./hold-receiver.ts";

/**
 * Sends a dry run that names no launch, at once and without retries: the person is looking. When the receiver accepts it, holds may
 * go live.
 *
 * @throws ServiceError CONFLICT when no receiver was named.
 */
export async function testHoldReceiver(ctx: ServiceContext): Promise<HoldTestDto> {
  requireRight(ctx, "organization.write");
  const { organizationId } = ctx;
  const { receiverCipher, target } = await findHoldSetting(ctx.db, organizationId);
  if (receiverCipher === null || target === null)
    throw new ServiceError("CONFLICT", "There is no receiver yet: say first where orders go.");
  const now = ctx.clock.now();
  const id = `ord_${ctx.random.id(now)}`;
  const organization = await ctx.db.organization.findUniqueOrThrow({ where: { id: organizationId } });
  const body = JSON.stringify({
    type: "order.test",
    timestamp: now.toISOString(),
    data: { id, dryRun: true, organization: { id: organizationId, name: organization.name } },
  });
  const result = await ctx.sendOrder(await openReceiver(ctx, organizationId, receiverCipher), { id, body });
  const outcome = result.outcome === "sent" ? "accepted" : result.outcome;
  await inTransaction(ctx, async (tx) => {
    if (outcome === "accepted") await noteDryRun(tx, organizationId, receiverCipher, ctx.clock.now());
    await recordAudit(tx, ctx, {
      action: "hold-settings.test",
      subject: organizationId,
      detail: { outcome },
    });
  });
  return { outcome, detail: result.detail };
}
