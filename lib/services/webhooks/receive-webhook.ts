import { listWebhookConnections, type StoredConnection } from "../../adapters/db/connections.ts";
import { storeWebhookDelivery } from "../../adapters/db/webhook-deliveries.ts";
import type { SealedPlace, ServicePorts } from "../context.ts";
import { openWebhookSecret } from "./open-webhook-secret.ts";

export type ReceivedWebhook = "stored" | "refused";

/**
 * Takes one delivery of Meta's: the signature over the raw bytes, then the body on disk, then the answer. Nothing is
 * parsed before it is known to come from Meta, and nothing is worked on before it is answered. What people wrote is
 * dropped on the way: only what it meant (a wish to stop) is kept, so that no text is ever at rest.
 *
 * The app secrets of all connections are tried; the organization is that of the connection whose secret signed. An
 * app shared by several organizations delivers to each of them.
 */
export async function receiveWebhook(
  ports: ServicePorts,
  input: { rawBody: Uint8Array; signature: string | null },
): Promise<ReceivedWebhook> {
  if (input.signature === null) return "refused";
  const signers = new Map<string, StoredConnection>();
  for (const connection of await listWebhookConnections(ports.db)) {
    const { organizationId, appSecretCipher } = connection;
    if (appSecretCipher === null || signers.has(organizationId)) continue;
    const secret = await openWebhookSecret(ports, connection, {
      field: "appSecret",
      cipher: appSecretCipher,
    });
    if (secret === null) continue;
    if (ports.webhooks.verifySignature(input.rawBody, input.signature, secret))
      signers.set(organizationId, connection);
  }
  if (signers.size === 0) return "refused";
  const id = ports.webhooks.bodyHash(input.rawBody);
  const packed = await ports.webhooks.packBody(input.rawBody);
  for (const connection of signers.values()) {
    await storeWebhookDelivery(ports.db, {
      organizationId: connection.organizationId,
      id,
      connectionId: connection.id,
      bodyCipher: await ports.sealer.sealBytes(webhookBodyPlace(connection.organizationId, id), packed),
      byteCount: input.rawBody.byteLength,
      receivedAt: ports.clock.now(),
    });
  }
  ports.poke("webhooks");
  return "stored";
}

/** Where a sealed body lives. */
export function webhookBodyPlace(organizationId: string, id: string): SealedPlace {
  return { organizationId, table: "webhook_delivery", id, field: "body" };
}
