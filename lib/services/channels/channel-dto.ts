import type { StoredChannel } from "../../adapters/db/channels.ts";
import type { ChannelDto } from "../../contracts/channels.ts";

export function toChannelDto(channel: StoredChannel, lastSentAt: Date | null): ChannelDto {
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    target: channel.target,
    minSeverity: channel.minSeverity,
    state: channel.state,
    managedBy: channel.managedBy,
    lastError: typeof channel.lastError === "string" ? channel.lastError : null,
    createdAt: channel.createdAt.toISOString(),
    lastSentAt: lastSentAt?.toISOString() ?? null,
  };
}
