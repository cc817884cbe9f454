import { databaseNow, findConnection, forgetTokenReading } from "../../adapters/db/connections.ts";
import type { ConnectionDto, UpdateConnectionBody } from "../../contracts/connections.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { notFound, ServiceError } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { getConnection } from "./list.ts";
import { openCredentials, secretPlace } from "./open-credentials.ts";
import { probeConnection } from "./probe-connection.ts";

/**
 * Renames, pauses or resumes a connection, or gives it a new token; a new token is probed first and wakes a
 * connection that stopped because of the old one.
 *
 * @throws ServiceError NOT_FOUND, VALIDATION, UPSTREAM; CONFLICT for what the environment or the sandbox manages.
 */
export async function updateConnection(
  ctx: ServiceContext,
  id: string,
  body: UpdateConnectionBody,
): Promise<ConnectionDto> {
  requireRight(ctx, "connections.write");
  const present = await findConnection(ctx.db, ctx.organizationId, id);
  if (present === null) throw notFound("The connection");
  const newSecret = body.accessToken !== undefined || body.appSecret !== undefined;
  if (present.managedBy !== "person" && (newSecret || body.pollIntervalSeconds !== undefined)) {
    const where = present.managedBy === "sandbox" ? "the sandbox" : "environment variables";
    throw new ServiceError("CONFLICT", `This connection is set up by ${where}; change it there.`);
  }
  const seal = async (field: "accessToken" | "appSecret", text: string) =>
    Buffer.from(await ctx.sealer.seal(secretPlace(ctx.organizationId, id, field), text));
  if (newSecret) {
    const stored = await openCredentials(ctx, present);
    const credentials = {
      ...stored,
      accessToken: body.accessToken ?? stored.accessToken,
      appSecret: body.appSecret ?? stored.appSecret,
    };
    await probeConnection(ctx, credentials, { businessId: present.businessId, wabaIds: present.wabaIds });
  }
  const resumes = body.state === "active" || body.accessToken !== undefined;
  const now = await databaseNow(ctx.db);
  const data = {
    ...(body.name === undefined ? {} : { name: body.name }),
    ...(body.pollIntervalSeconds === undefined ? {} : { pollIntervalSeconds: body.pollIntervalSeconds }),
    ...(body.accessToken === undefined
      ? {}
      : { accessTokenCipher: await seal("accessToken", body.accessToken) }),
    ...(body.appSecret === undefined ? {} : { appSecretCipher: await seal("appSecret", body.appSecret) }),
    ...(body.state === "paused" ? { state: "paused" } : resumes ? { state: "active", nextPollAt: now } : {}),
  };
  await inTransaction(ctx, async (tx) => {
    await tx.connection.update({
      where: { organizationId_id: { organizationId: ctx.organizationId, id } },
      data,
    });
    if (body.accessToken !== undefined) await forgetTokenReading(tx, ctx.organizationId, id);
    await recordAudit(tx, ctx, {
      action: "connection.update",
      subject: id,
      detail: { changed: Object.keys(body), ...(body.state === undefined ? {} : { state: body.state }) },
    });
  });
  if (resumes) ctx.poke("polls");
  return getConnection(ctx, id);
}
