import type { StoredConnection } from "../../adapters/db/connections.ts";
import { secretPlace, type ConnectionSecret } from "../connections/open-credentials.ts";
import type { ServicePorts } from "../context.ts";

/**
 * A connection's secret, or null when it cannot be decrypted: one damaged row must not keep webhooks from all others.
 *
 * @throws whatever else fails, so that Meta is not answered as if all had been looked at.
 */
export async function openWebhookSecret(
  ports: Pick<ServicePorts, "sealer" | "log">,
  connection: StoredConnection,
  secret: { field: ConnectionSecret; cipher: Uint8Array },
): Promise<string | null> {
  const { organizationId, id } = connection;
  try {
    return await ports.sealer.open(secretPlace(organizationId, id, secret.field), secret.cipher);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "SealError") throw error;
    ports.log.error(
      { organizationId, connectionId: id, reason: error.message },
      "a secret cannot be decrypted",
    );
    return null;
  }
}
