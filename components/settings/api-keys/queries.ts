import { queryOptions } from "@tanstack/react-query";
import type { ApiKeyDto, CreateApiKeyBody } from "@/lib/contracts/people.ts";
import { fetchJson, sendOnly } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

export const apiKeysLimit = 200;

const contract = () => import("@/lib/contracts/people.ts");

export const apiKeysQuery = queryOptions<{ data: ApiKeyDto[]; nextCursor: string | null }>({
  queryKey: ["api-keys"],
  queryFn: ({ signal }) =>
    fetchJson(`/api/v1/api-keys?limit=${apiKeysLimit}`, async () => (await contract()).apiKeyListShape, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

export function createApiKey(body: CreateApiKeyBody): Promise<ApiKeyDto & { key: string }> {
  return fetchJson("/api/v1/api-keys", async () => (await contract()).createdApiKeyShape, {
    method: "POST",
    body,
  });
}

export function revokeApiKey(id: string): Promise<void> {
  return sendOnly(`/api/v1/api-keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}
