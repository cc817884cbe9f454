import { findChannel, listChannelRows } from "../../adapters/db/channels.ts";
import type { ChannelDto } from "../../contracts/channels.ts";
import type { DeliveryDto } from "../../contracts/incidents.ts";
import type { ServiceContext } from "../context.ts";
import { findDeliveries } from "../deliveries/delivery-dto.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toChannelDto } from "./channel-dto.ts";

/** All channels, with when each last carried a message. */
export async function listChannels(ctx: ServiceContext): Promise<{ data: ChannelDto[]; nextCursor: null }> {
  requireRight(ctx, "channels.read");
  const rows = await listChannelRows(ctx.db, ctx.organizationId);
  const sent = await ctx.db.delivery.groupBy({
    by: ["channelId"],
    where: { organizationId: ctx.organizationId, state: "sent" },
    _max: { sentAt: true },
  });
  const lastSent = new Map(sent.map((group) => [group.channelId, group._max.sentAt]));
  return { data: rows.map((row) => toChannelDto(row, lastSent.get(row.id) ?? null)), nextCursor: null };
}

/** The newest 100 messages of a channel with every attempt. @throws ServiceError NOT_FOUND */
export async function listChannelDeliveries(
  ctx: ServiceContext,
  channelId: string,
): Promise<{ data: DeliveryDto[] }> {
  requireRight(ctx, "channels.read");
  if ((await findChannel(ctx.db, ctx.organizationId, channelId)) === null) throw notFound("The channel");
  return { data: await findDeliveries(ctx.db, ctx.organizationId, { channelId }) };
}
