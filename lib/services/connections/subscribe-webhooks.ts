import { findConnection } from "../../adapters/db/connections.ts";
import { explainTrouble } from "../../core/collection/explain-trouble.ts";
import type { WebhookSubscriptionDto } from "../../contracts/connections.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { openCredentials } from "./open-credentials.ts";

/**
 * Subscribes the Meta app to every visible WABA of a connection: without it Meta sends no webhooks, whatever the app's
 * own form says. Only ever done when a person asks. Doing it again changes nothing at Meta.
 *
 * @throws ServiceError NOT_FOUND; CONFLICT without an app secret, since nothing that arrives could be verified.
 */
export async function subscribeWebhooks(ctx: ServiceContext, id: string): Promise<WebhookSubscriptionDto> {
  requireRight(ctx, "connections.write");
  const connection = await findConnection(ctx.db, ctx.organizationId, id);
  if (connection === null) throw notFound("The connection");
  if (connection.appSecretCipher === null) {
    throw new ServiceError(
      "CONFLICT",
      "Add the app secret first: without it no webhook of Meta's can be verified.",
    );
  }
  const credentials = await openCredentials(ctx, connection);
  const wabas = await ctx.db.waba.findMany({
    where: { organizationId: ctx.organizationId, connectionId: id, state: "visible" },
    orderBy: { id: "asc" },
  });
  const results: WebhookSubscriptionDto["wabas"] = [];
  for (const waba of wabas) {
    const answer = await ctx.graphApi.subscribeApp(credentials, waba.id);
    const error = answer.ok ? null : explainTrouble(answer.trouble);
    results.push({ id: waba.id, name: waba.name, subscribed: answer.ok, error });
  }
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "connection.subscribe-webhooks",
      subject: id,
      detail: { subscribed: results.filter((result) => result.subscribed).length, asked: results.length },
    }),
  );
  return { wabas: results };
}
