import { insertApiKey } from "../../adapters/db/api-keys.ts";
import type { ApiKeyDto, CreateApiKeyBody } from "../../contracts/people.ts";
import { rightsOf } from "../../core/access/rights.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction, type ServiceContext } from "../context.ts";
import { invalid } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { toApiKeyDto } from "./api-key-dto.ts";
import { apiKeySecretBytes, formatApiKey } from "./api-key-text.ts";

/**
 * Makes a credential for a program. The key's text is in this answer only; we keep a hash.
 *
 * @throws ServiceError VALIDATION when `expiresAt` has passed already, or `scopes` leave the role no right.
 */
export async function createApiKey(
  ctx: ServiceContext,
  input: CreateApiKeyBody,
): Promise<ApiKeyDto & { key: string }> {
  requireRight(ctx, "api-keys.write");
  const now = ctx.clock.now();
  const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt);
  if (expiresAt !== null && expiresAt <= now) throw invalid("expiresAt", "must be in the future");
  const scopes = [...new Set(input.scopes ?? [])];
  if (rightsOf(input.role, scopes).length === 0) {
    throw invalid("role", `has no right that the scope ${scopes.join(", ")} leaves: choose growth or admin`);
  }
  const { organizationId } = ctx;
  const id = ctx.random.id(now);
  const secret = ctx.random.secret(apiKeySecretBytes);
  const apiKey = await inTransaction(ctx, async (tx) => {
    const row = await insertApiKey(tx, {
      organizationId,
      id,
      name: input.name,
      role: input.role,
      scopes,
      secretHash: ctx.hashToken(secret),
      createdAt: now,
      createdBy: ctx.actor.id,
      expiresAt,
    });
    await recordAudit(tx, ctx, {
      action: "api-key.create",
      subject: id,
      detail: { name: input.name, role: input.role, scopes, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return row;
  });
  return { ...toApiKeyDto(apiKey), key: formatApiKey({ organizationId, id, secret }) };
}
