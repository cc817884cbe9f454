import { listWebhookConnections, type StoredConnection } from "../../adapters/db/connections.ts";
import type { ServicePorts } from "../context.ts";
import { openCredentials } from "./open-credentials.ts";

/** Asks Meta about every active connection's token and keeps the answer. */
export async function checkTokens(ports: ServicePorts): Promise<void> {
  for (const connection of await listWebhookConnections(ports.db)) {
    if (connection.state === "active") await checkToken(ports, connection);
  }
}

/** What Meta says of one token: validity, expiry, permissions. Trouble in asking is logged; the old answer stays. */
export async function checkToken(ports: ServicePorts, connection: StoredConnection): Promise<void> {
  const answer = await ports.graphApi.debugToken(await openCredentials(ports, connection));
  if (!answer.ok) {
    ports.log.warn(
      { connectionId: connection.id, kind: answer.trouble.kind },
      "the token could not be checked",
    );
    return;
  }
  const { valid, expiresAt, scopes } = answer.value;
  const { organizationId, id } = connection;
  // Only while it is still this token: a person may have replaced it during the call.
  await ports.db.connection.updateMany({
    where: { organizationId, id, accessTokenCipher: connection.accessTokenCipher },
    data: { token: { valid, expiresAt: expiresAt?.toISOString() ?? null, scopes: [...scopes] } },
  });
}
