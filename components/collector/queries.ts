import { queryOptions } from "@tanstack/react-query";
import type { AsideDelivery, CollectorDto } from "@/lib/contracts/collector.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import { asideParams, collectorParams, type AsideState, type CollectorFilter } from "./collector-filter.ts";

const contract = () => import("@/lib/contracts/collector.ts");

/** So many accounts make a long answer: it is asked for less often. */
const manyWabas = 50;

export const collectorQuery = (filter: Pick<CollectorFilter, "connection" | "cursor">) =>
  queryOptions<CollectorDto>({
    queryKey: ["collector", "state", filter.connection ?? null, filter.cursor ?? null],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/collector?${collectorParams(filter).toString()}`,
        async () => (await contract()).collectorShape,
        { signal },
      ),
    refetchInterval: ({ state }) =>
      (state.data?.wabas.length ?? 0) > manyWabas ? refresh.frame : refresh.watched,
  });

export const asideDeliveriesQuery = (state: AsideState) =>
  queryOptions<{ data: AsideDelivery[]; nextCursor: string | null }>({
    queryKey: ["collector", "aside", state],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/collector/webhook-deliveries?${asideParams(state).toString()}`,
        async () => (await contract()).asideDeliveryListShape,
        { signal },
      ),
    refetchInterval: refresh.settings,
  });
