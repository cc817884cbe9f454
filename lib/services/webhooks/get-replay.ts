import { findReplay } from "../../adapters/db/webhook-replays.ts";
import type { WebhookReplay } from "../../contracts/webhook-replays.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { replayDto } from "./replay-dto.ts";

/** How far a replay is. @throws ServiceError NOT_FOUND. */
export async function getReplay(ctx: ServiceContext, id: string): Promise<WebhookReplay> {
  requireRight(ctx, "collector.read");
  const replay = await findReplay(ctx.db, ctx.organizationId, id);
  if (replay === null) throw notFound("The replay");
  return replayDto(replay);
}
