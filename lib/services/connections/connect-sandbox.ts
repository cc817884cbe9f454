import type { ConnectionDto } from "../../contracts/connections.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { openShop } from "../sandbox/open-shop.ts";
import { insertConnection } from "./create.ts";
import { getConnection } from "./list.ts";

export const sandboxConnectionId = "sandbox";
/** The sandbox's time runs fast, so it is looked at often. */
const sandboxPollSeconds = 5;

/**
 * Starts the Graph double and connects to it over loopback HTTP, through the same pipeline as a real account. Doing
 * it again is harmless: there is one sandbox connection, and its credentials are renewed with the double's.
 */
export async function connectSandbox(ctx: ServiceContext): Promise<ConnectionDto> {
  requireRight(ctx, "connections.write");
  const endpoint = await ctx.sandbox.ensureStarted();
  await insertConnection(ctx, {
    organizationId: ctx.organizationId,
    id: sandboxConnectionId,
    name: "Sandbox",
    kind: "sandbox",
    managedBy: "sandbox",
    graphBaseUrl: endpoint.graphBaseUrl,
    apiVersion: ctx.defaults.apiVersion,
    businessId: endpoint.businessId,
    wabaIds: [],
    appId: endpoint.appId,
    accessToken: endpoint.accessToken,
    appSecret: endpoint.appSecret,
    verifyToken: endpoint.verifyToken,
    pollIntervalSeconds: sandboxPollSeconds,
  });
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, { action: "sandbox.connect", subject: sandboxConnectionId, detail: {} }),
  );
  await openShop(ctx);
  ctx.poke("polls");
  return getConnection(ctx, sandboxConnectionId);
}
