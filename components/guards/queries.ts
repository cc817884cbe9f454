import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { LaunchGuardDetailDto, LaunchGuardsDto } from "@/lib/contracts/launch-guards.ts";

const path = "/api/v1/launch-guards";
const contract = () => import("@/lib/contracts/launch-guards.ts");

/** The newest launches and what is made of them. */
export const guardsQuery = queryOptions<LaunchGuardsDto>({
  queryKey: [path, "list"],
  queryFn: ({ signal }) =>
    fetchJson(`${path}?limit=200`, async () => (await contract()).launchGuardsShape, { signal }),
  refetchInterval: refresh.settings,
});

export const guardQuery = (id: string) =>
  queryOptions<LaunchGuardDetailDto>({
    queryKey: [path, "one", id],
    queryFn: ({ signal }) =>
      fetchJson(`${path}/${encodeURIComponent(id)}`, async () => (await contract()).launchGuardDetailShape, {
        signal,
      }),
    refetchInterval: refresh.settings,
  });
