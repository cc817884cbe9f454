import type { StoredOptInSource } from "../../adapters/db/opt-in-sources.ts";
import type { OptInSourceDto } from "../../contracts/registry.ts";

export function toOptInSourceDto(source: StoredOptInSource, activationMethodName: string): OptInSourceDto {
  return {
    id: source.id,
    key: source.key,
    name: source.name,
    activationMethodId: source.activationMethodId,
    activationMethodName,
    createdAt: source.createdAt.toISOString(),
  };
}
