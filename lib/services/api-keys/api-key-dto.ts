import type { StoredApiKey } from "../../adapters/db/api-keys.ts";
import type { ApiKeyDto } from "../../contracts/people.ts";
import { isApiKeyScope } from "../../core/access/rights.ts";
import { knownRole } from "../people/known-role.ts";

export function toApiKeyDto(apiKey: StoredApiKey): ApiKeyDto {
  return {
    id: apiKey.id,
    name: apiKey.name,
    role: knownRole(apiKey.role),
    scopes: apiKey.scopes.filter(isApiKeyScope),
    createdAt: apiKey.createdAt.toISOString(),
    expiresAt: apiKey.expiresAt?.toISOString() ?? null,
    lastUsedAt: apiKey.lastUsedAt?.toISOString() ?? null,
  };
}
