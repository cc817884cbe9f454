import { findChannel } from "../../adapters/db/channels.ts";
import type { ChannelDto, UpdateChannelBody } from "../../contracts/channels.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toChannelDto } from "./channel-dto.ts";

/** Renames a channel, changes from which severity it is told, or switches it on or off. @throws NOT_FOUND */
export async function updateChannel(
  ctx: ServiceContext,
  id: string,
  body: UpdateChannelBody,
): Promise<ChannelDto> {
  requireRight(ctx, "channels.write");
  return inTransaction(ctx, async (tx) => {
    if ((await findChannel(tx, ctx.organizationId, id)) === null) throw notFound("The channel");
    await tx.channel.update({
      where: { organizationId_id: { organizationId: ctx.organizationId, id } },
      data: {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.minSeverity === undefined ? {} : { minSeverity: body.minSeverity }),
        ...(body.state === undefined ? {} : { state: body.state }),
        updatedAt: ctx.clock.now(),
      },
    });
    await recordAudit(tx, ctx, {
      action: "channel.update",
      subject: id,
      detail: { changed: Object.keys(body) },
    });
    const channel = await findChannel(tx, ctx.organizationId, id);
    if (channel === null) throw notFound("The channel");
    const { _max: last } = await tx.delivery.aggregate({
      where: { organizationId: ctx.organizationId, channelId: id, state: "sent" },
      _max: { sentAt: true },
    });
    return toChannelDto(channel, last.sentAt);
  });
}

/** Removes a channel; its delivery log stays, its address is overwritten. @throws NOT_FOUND */
export async function removeChannel(ctx: ServiceContext, id: string): Promise<void> {
  requireRight(ctx, "channels.write");
  await inTransaction(ctx, async (tx) => {
    if ((await findChannel(tx, ctx.organizationId, id)) === null) throw notFound("The channel");
    await tx.channel.update({
      where: { organizationId_id: { organizationId: ctx.organizationId, id } },
      data: { state: "removed", configCipher: Buffer.alloc(0), updatedAt: ctx.clock.now() },
    });
    await recordAudit(tx, ctx, { action: "channel.remove", subject: id, detail: {} });
  });
}
