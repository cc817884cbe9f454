import { findApiKey, touchApiKey, type StoredApiKey } from "../../adapters/db/api-keys.ts";
import { takeRateTry, type RateRule } from "../../adapters/db/rate-windows.ts";
import { isApiKeyScope, isRole } from "../../core/access/rights.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { systemActor, type Actor, type ServicePorts } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { addressBlock } from "../sessions/address-block.ts";
import { parseApiKey } from "./api-key-text.ts";

const wrongKeyRule: RateRule = {
  limit: 30,
  windowSeconds: 5 * 60,
  maxDoublings: 3,
  memorySeconds: 24 * 3600,
};
const touchEveryMs = 60_000;

/**
 * Who is behind an API key; null when it is unknown, wrong, expired or revoked. Wrong keys are limited per address;
 * a right one works whatever its neighbours send.
 *
 * @throws ServiceError RATE_LIMITED after too many wrong keys from this address.
 */
export async function checkApiKey(
  ports: ServicePorts,
  keyText: string,
  address: string | null,
): Promise<{ organizationId: string; actor: Actor } | null> {
  const now = ports.clock.now();
  const parsed = parseApiKey(keyText);
  const row = parsed === null ? null : await findApiKey(ports.db, parsed);
  // Compared even when there is no such key, so that both take as long.
  const fits = ports.webhooks.constantTimeEqual(
    ports.hashToken(parsed?.secret ?? ""),
    row?.secretHash ?? ports.hashToken("no such key"),
  );
  const fault = row === null ? "unknown" : faultOf(row, fits, now);
  if (row === null || fault !== null || !isRole(row.role) || !row.scopes.every(isApiKeyScope)) {
    await refuse(ports, row, fault ?? "unknown-role-or-scope", address);
    return null;
  }
  const { organizationId, id, name, role, scopes } = row;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= touchEveryMs) {
    await touchApiKey(ports.db, row, { at: now, unlessAfter: new Date(now.getTime() - touchEveryMs) });
  }
  return { organizationId, actor: { kind: "api-key", id, name, email: null, role, scopes } };
}

function faultOf(row: StoredApiKey, fits: boolean, now: Date): string | null {
  if (!fits) return "wrong-secret";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt !== null && row.expiresAt <= now ? "expired" : null;
}

async function refuse(
  ports: ServicePorts,
  row: StoredApiKey | null,
  reason: string,
  address: string | null,
): Promise<void> {
  const subject = `api-key:address:${addressBlock(address)}`;
  const rate = await takeRateTry(ports.db, subject, wrongKeyRule, ports.clock.now());
  if (!rate.allowed) {
    throw new ServiceError("RATE_LIMITED", "Too many wrong API keys from your network. Wait a little.", rate);
  }
  if (row === null) return;
  await recordAudit(
    ports.db,
    { ...ports, organizationId: row.organizationId, actor: systemActor, requestId: null },
    { action: "api-key.refuse", subject: row.id, detail: { reason, address } },
  );
}
