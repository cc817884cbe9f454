import { findConnection } from "../../adapters/db/connections.ts";
import type { ServicePorts } from "../context.ts";
import { insertConnection } from "./create.ts";
import { openCredentials, secretPlace } from "./open-credentials.ts";

const environmentConnectionId = "environment";

export interface EnvironmentConnection {
  readonly accessToken: string;
  readonly businessId: string | null;
  readonly wabaIds: string[];
  readonly appId: string | null;
  readonly appSecret: string | null;
  readonly verifyToken: string | null;
}

/**
 * Makes the connection that the META_ variables describe, or brings it up to date. The environment is the truth for
 * it, but an unchanged one is left alone: a restart must not wake a connection whose token Meta has refused.
 */
export async function ensureEnvironmentConnection(
  ports: ServicePorts,
  organizationId: string,
  wanted: EnvironmentConnection,
): Promise<void> {
  const id = environmentConnectionId;
  const present = await findConnection(ports.db, organizationId, id);
  const { graphBaseUrl, apiVersion, pollIntervalSeconds } = ports.defaults;
  let verifyToken = wanted.verifyToken;
  if (present !== null) {
    const stored = await openCredentials(ports, present);
    const storedVerify = await ports.sealer.open(
      secretPlace(organizationId, id, "verifyToken"),
      present.verifyTokenCipher,
    );
    verifyToken ??= storedVerify;
    const same =
      present.managedBy === "environment" &&
      stored.accessToken === wanted.accessToken &&
      stored.appSecret === wanted.appSecret &&
      stored.appId === wanted.appId &&
      storedVerify === verifyToken &&
      present.businessId === wanted.businessId &&
      present.wabaIds.join() === wanted.wabaIds.join() &&
      present.graphBaseUrl === graphBaseUrl &&
      present.apiVersion === apiVersion &&
      present.pollIntervalSeconds === pollIntervalSeconds;
    if (same) return;
  }
  await insertConnection(ports, {
    organizationId,
    id,
    name: "WhatsApp",
    kind: "meta",
    managedBy: "environment",
    graphBaseUrl,
    apiVersion,
    businessId: wanted.businessId,
    wabaIds: wanted.wabaIds,
    appId: wanted.appId,
    accessToken: wanted.accessToken,
    appSecret: wanted.appSecret,
    verifyToken: verifyToken ?? ports.random.secret(24),
    pollIntervalSeconds,
  });
}

/** Without META_ACCESS_TOKEN the connection it once made goes on, and is from now on people's to change or remove. */
export async function releaseEnvironmentConnection(
  ports: ServicePorts,
  organizationId: string,
): Promise<void> {
  await ports.db.connection.updateMany({
    where: { organizationId, id: environmentConnectionId, managedBy: "environment" },
    data: { managedBy: "person" },
  });
}
