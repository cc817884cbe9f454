import type { StoredReplay } from "../../adapters/db/webhook-replays.ts";
import type { WebhookReplay } from "../../contracts/webhook-replays.ts";

export function replayDto(replay: StoredReplay): WebhookReplay {
  const { fingerprintBefore, fingerprintAfter } = replay;
  const error = replay.error as { reason?: string } | null;
  return {
    id: replay.id,
    state: replay.state,
    requestedBy: replay.requestedBy,
    requestedAt: replay.requestedAt.toISOString(),
    finishedAt: replay.finishedAt?.toISOString() ?? null,
    windowStart: replay.windowStart.toISOString(),
    windowEnd: replay.windowEnd.toISOString(),
    totalCount: replay.totalCount,
    deliveryCount: replay.deliveryCount,
    eventCount: replay.eventCount,
    removedCount: replay.removedCount,
    identical:
      fingerprintBefore === null || fingerprintAfter === null ? null : fingerprintBefore === fingerprintAfter,
    error: error?.reason ?? null,
  };
}
