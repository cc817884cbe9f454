import type { StoredConnection } from "../../adapters/db/connections.ts";
import type { GraphCredentials } from "../../core/collection/graph-api-port.ts";
import type { SealedPlace, ServicePorts } from "../context.ts";

export type ConnectionSecret = "accessToken" | "appSecret" | "verifyToken";

/** Where a connection's secret belongs: part of the encryption, so that a ciphertext cannot be moved. */
export function secretPlace(
  organizationId: string,
  connectionId: string,
  field: ConnectionSecret,
): SealedPlace {
  return { organizationId, table: "connection", id: connectionId, field };
}

/** The credentials of a connection, decrypted for one use. */
export async function openCredentials(
  ports: Pick<ServicePorts, "sealer">,
  connection: StoredConnection,
): Promise<GraphCredentials> {
  const { organizationId, id } = connection;
  const open = (field: ConnectionSecret, cipher: Uint8Array) =>
    ports.sealer.open(secretPlace(organizationId, id, field), cipher);
  return {
    baseUrl: connection.graphBaseUrl,
    apiVersion: connection.apiVersion,
    accessToken: await open("accessToken", connection.accessTokenCipher),
    appId: connection.appId,
    appSecret:
      connection.appSecretCipher === null ? null : await open("appSecret", connection.appSecretCipher),
  };
}
