import { listReplays as listStored } from "../../adapters/db/webhook-replays.ts";
import type { WebhookReplay } from "../../contracts/webhook-replays.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { replayDto } from "./replay-dto.ts";

const newest = 20;

/** The latest replays, newest first. */
export async function listReplays(ctx: ServiceContext): Promise<{ data: WebhookReplay[]; nextCursor: null }> {
  requireRight(ctx, "collector.read");
  const replays = await listStored(ctx.db, ctx.organizationId, newest);
  return { data: replays.map(replayDto), nextCursor: null };
}
