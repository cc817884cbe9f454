import { queryOptions } from "@tanstack/react-query";
import type { OverviewDto } from "@/lib/contracts/overview.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";

export const overviewQuery = queryOptions<OverviewDto>({
  queryKey: ["overview"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/overview", async () => (await import("@/lib/contracts/overview.ts")).overviewShape, {
      signal,
    }),
  refetchInterval: refresh.watched,
});
