import { listWebhookConnections } from "../../adapters/db/connections.ts";
import type { ServicePorts } from "../context.ts";
import { openWebhookSecret } from "./open-webhook-secret.ts";

/**
 * Meta's verification of the callback address: the challenge to repeat when the token is one of ours, else null.
 * Every token is compared, in constant time, whether or not one has matched before.
 */
export async function verifyHandshake(
  ports: ServicePorts,
  query: { mode: string | null; verifyToken: string | null; challenge: string | null },
): Promise<string | null> {
  if (query.mode !== "subscribe" || query.verifyToken === null || query.challenge === null) return null;
  let known = false;
  for (const connection of await listWebhookConnections(ports.db)) {
    const secret = { field: "verifyToken", cipher: connection.verifyTokenCipher } as const;
    const token = await openWebhookSecret(ports, connection, secret);
    if (token === null) continue;
    if (ports.webhooks.constantTimeEqual(token, query.verifyToken)) known = true;
  }
  return known ? query.challenge : null;
}
