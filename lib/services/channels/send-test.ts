import { bookChannelResult, findChannel } from "../../adapters/db/channels.ts";
import { insertDeliveries } from "../../adapters/db/deliveries.ts";
import type { Notification } from "../../core/alerting/notification.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { openChannelConfig } from "./open-channel-config.ts";

/**
 * Sends a labelled test message at once and says what the receiver answered. It stands in the delivery log like any
 * other, but is not retried: the person is looking. @throws NOT_FOUND
 */
export async function testChannel(
  ctx: ServiceContext,
  id: string,
): Promise<{ outcome: "sent" | "retry" | "failed"; detail: string }> {
  requireRight(ctx, "channels.write");
  const channel = await findChannel(ctx.db, ctx.organizationId, id);
  if (channel === null) throw notFound("The channel");
  const now = ctx.clock.now();
  const deliveryId = ctx.random.id(now);
  const organization = await ctx.db.organization.findUniqueOrThrow({ where: { id: ctx.organizationId } });
  const message: Notification = {
    dedupeKey: `msg_${deliveryId}`,
    reason: "test",
    severity: "INFO",
    title: `[TEST] Staygreen can reach ${channel.name}`,
    lines: [`${ctx.actor.name} pressed Send test. Nothing is wrong.`],
    action: "Nothing to do.",
    links: [{ label: "Open the channels", url: `${ctx.appUrl}/settings/channels` }],
    organizationName: organization.name,
    incident: null,
    sentAt: now.toISOString(),
  };
  const result = await ctx.sendToChannel(await openChannelConfig(ctx, channel), message);
  const key = { organizationId: ctx.organizationId, id };
  await inTransaction(ctx, async (tx) => {
    await insertDeliveries(tx, [
      {
        ...{
          organizationId: ctx.organizationId,
          id: deliveryId,
          incidentId: null,
          channelId: id,
          reason: "test",
        },
        dedupeKey: message.dedupeKey,
        message,
        createdAt: now,
      },
    ]);
    const at = ctx.clock.now();
    const sent = result.outcome === "sent";
    await tx.delivery.update({
      where: { organizationId_id: { organizationId: ctx.organizationId, id: deliveryId } },
      data: { state: sent ? "sent" : "dead", sentAt: sent ? at : null, attemptCount: 1 },
    });
    await tx.deliveryAttempt.create({
      data: {
        ...{ organizationId: ctx.organizationId, deliveryId, number: 1, occurredAt: at, recordedAt: at },
        outcome: result.outcome,
        detail: result.detail,
      },
    });
    const broken = result.outcome === "failed" && result.channelBroken;
    await bookChannelResult(tx, key, { at, error: sent ? null : result.detail, broken });
    await recordAudit(tx, ctx, { action: "channel.test", subject: id, detail: { outcome: result.outcome } });
  });
  return { outcome: result.outcome, detail: result.detail };
}
