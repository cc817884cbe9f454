import { databaseNow, forgetTokenReading, type StoredConnection } from "../../adapters/db/connections.ts";
import type { ConnectionDto, CreateConnectionBody } from "../../contracts/connections.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext, type ServicePorts } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { getConnection } from "./list.ts";
import { secretPlace } from "./open-credentials.ts";
import { probeConnection } from "./probe-connection.ts";

/**
 * Connects WhatsApp: probes the credentials, then stores them encrypted and polls at once.
 *
 * @throws ServiceError VALIDATION naming the wrong field, UPSTREAM when Meta cannot be asked.
 */
export async function createConnection(
  ctx: ServiceContext,
  body: CreateConnectionBody,
): Promise<ConnectionDto> {
  requireRight(ctx, "connections.write");
  const appSecret = body.appSecret ?? null;
  const businessId = body.businessId ?? null;
  const { graphBaseUrl: baseUrl, apiVersion } = ctx.defaults;
  const credentials = {
    baseUrl,
    apiVersion,
    accessToken: body.accessToken,
    appId: body.appId ?? null,
    appSecret,
  };
  await probeConnection(ctx, credentials, { businessId, wabaIds: body.wabaIds });
  const id = ctx.random.id(ctx.clock.now());
  await insertConnection(ctx, {
    organizationId: ctx.organizationId,
    id,
    name: body.name,
    kind: "meta",
    managedBy: "person",
    graphBaseUrl: baseUrl,
    apiVersion,
    businessId,
    wabaIds: body.wabaIds,
    appId: credentials.appId,
    accessToken: body.accessToken,
    appSecret,
    verifyToken: body.verifyToken ?? ctx.random.secret(24),
    pollIntervalSeconds: body.pollIntervalSeconds ?? ctx.defaults.pollIntervalSeconds,
  });
  await inTransaction(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "connection.create",
      subject: id,
      detail: { name: body.name, businessId },
    }),
  );
  ctx.poke("polls");
  return getConnection(ctx, id);
}

export interface NewConnection extends Pick<
  StoredConnection,
  | "organizationId"
  | "id"
  | "name"
  | "kind"
  | "managedBy"
  | "graphBaseUrl"
  | "apiVersion"
  | "businessId"
  | "wabaIds"
  | "appId"
  | "pollIntervalSeconds"
> {
  readonly accessToken: string;
  readonly appSecret: string | null;
  readonly verifyToken: string;
}

/** Stores a connection, or replaces what an earlier one with the same id said (environment and sandbox). Due now. */
export async function insertConnection(ports: ServicePorts, connection: NewConnection): Promise<void> {
  const { accessToken, appSecret, verifyToken, organizationId, id, ...plain } = connection;
  const seal = (field: "accessToken" | "appSecret" | "verifyToken", text: string) =>
    ports.sealer.seal(secretPlace(organizationId, id, field), text);
  const data = {
    ...plain,
    state: "active",
    accessTokenCipher: Buffer.from(await seal("accessToken", accessToken)),
    appSecretCipher: appSecret === null ? null : Buffer.from(await seal("appSecret", appSecret)),
    verifyTokenCipher: Buffer.from(await seal("verifyToken", verifyToken)),
    nextPollAt: await databaseNow(ports.db),
  };
  await ports.db.connection.upsert({
    where: { organizationId_id: { organizationId, id } },
    create: { ...data, organizationId, id, createdAt: ports.clock.now() },
    update: data,
  });
  await forgetTokenReading(ports.db, organizationId, id);
}
