import { queryOptions } from "@tanstack/react-query";
import type {
  ActivationMethodDto,
  CreateActivationMethodBody,
  CreateOptInSourceBody,
  OptInSourceDto,
} from "@/lib/contracts/registry.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

const contract = () => import("@/lib/contracts/registry.ts");
const wholeList = "limit=200";

export const activationMethodsQuery = queryOptions<{
  data: ActivationMethodDto[];
  nextCursor: string | null;
}>({
  queryKey: ["activation-methods"],
  queryFn: ({ signal }) =>
    fetchJson(
      `/api/v1/activation-methods?${wholeList}`,
      async () => (await contract()).activationMethodListShape,
      { signal },
    ),
  refetchInterval: refresh.settings,
});

export const optInSourcesQuery = queryOptions<{ data: OptInSourceDto[]; nextCursor: string | null }>({
  queryKey: ["opt-in-sources"],
  queryFn: ({ signal }) =>
    fetchJson(`/api/v1/opt-in-sources?${wholeList}`, async () => (await contract()).optInSourceListShape, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

export function createActivationMethod(
  body: Partial<CreateActivationMethodBody>,
): Promise<ActivationMethodDto> {
  return fetchJson("/api/v1/activation-methods", async () => (await contract()).activationMethodShape, {
    method: "POST",
    body,
  });
}

export function createOptInSource(body: Partial<CreateOptInSourceBody>): Promise<OptInSourceDto> {
  return fetchJson("/api/v1/opt-in-sources", async () => (await contract()).optInSourceShape, {
    method: "POST",
    body,
  });
}
