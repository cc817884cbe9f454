import { beginReplay } from "../../adapters/db/webhook-replays.ts";
import type { WebhookReplay } from "../../contracts/webhook-replays.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { replayDto } from "./replay-dto.ts";

const dayMs = 86_400_000;

/**
 * Asks for the facts of all kept webhook bodies to be derived anew, after a newer version reads them better. Runs in
 * the background.
 *
 * @throws ServiceError CONFLICT while another one runs.
 */
export async function startReplay(ctx: ServiceContext): Promise<WebhookReplay> {
  requireRight(ctx, "connections.write");
  const at = ctx.clock.now();
  const id = ctx.random.id(at);
  const dropBefore = new Date(at.getTime() - (ctx.defaults.rawRetentionDays - 1) * dayMs);
  const replay = await inTransaction(ctx, async (tx) => {
    const begun = await beginReplay(tx, {
      organizationId: ctx.organizationId,
      id,
      requestedBy: ctx.actor.name,
      at,
      dropBefore,
    });
    if (begun === null) throw new ServiceError("CONFLICT", "A replay of the kept webhooks runs already.");
    await recordAudit(tx, ctx, { action: "webhooks.replay", subject: `webhook-replay:${id}`, detail: {} });
    return begun;
  });
  ctx.poke("replays");
  return replayDto(replay);
}
