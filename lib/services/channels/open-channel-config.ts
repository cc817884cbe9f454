import type { StoredChannel } from "../../adapters/db/channels.ts";
import type { ChannelConfig } from "../../core/alerting/notification.ts";
import type { SealedPlace, ServicePorts } from "../context.ts";

export function channelPlace(organizationId: string, id: string): SealedPlace {
  return { organizationId, table: "channel", id, field: "config" };
}

/** Where a channel leads, decrypted for one use. Written by createChannel only, so its shape is ours. */
export async function openChannelConfig(
  ports: Pick<ServicePorts, "sealer">,
  channel: StoredChannel,
): Promise<ChannelConfig> {
  const text = await ports.sealer.open(
    channelPlace(channel.organizationId, channel.id),
    channel.configCipher,
  );
  return JSON.parse(text) as ChannelConfig;
}
