import { findConnection } from "../../adapters/db/connections.ts";
import type { WebhookSetupDto } from "../../contracts/connections.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { secretPlace } from "./open-credentials.ts";

/** What an administrator pastes into Meta's webhook form. @throws ServiceError NOT_FOUND */
export async function getWebhookSetup(ctx: ServiceContext, id: string): Promise<WebhookSetupDto> {
  requireRight(ctx, "connections.write");
  const connection = await findConnection(ctx.db, ctx.organizationId, id);
  if (connection === null) throw notFound("The connection");
  const place = secretPlace(ctx.organizationId, id, "verifyToken");
  return {
    callbackUrl: `${ctx.appUrl}/api/webhooks/meta`,
    verifyToken: await ctx.sealer.open(place, connection.verifyTokenCipher),
  };
}
