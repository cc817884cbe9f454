import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { SpikeAcrossNumbersDto, SpikeDetailDto, SpikesDto } from "@/lib/contracts/spikes.ts";

const contract = () => import("@/lib/contracts/spikes.ts");

/** What a list of spikes is narrowed to. */
export interface SpikeScope {
  readonly phoneNumberId?: string;
  readonly state?: "open";
}

export const spikesQuery = (scope: SpikeScope) =>
  queryOptions<SpikesDto>({
    queryKey: ["spikes", "list", scope],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ limit: "50", ...scope });
      return fetchJson(`/api/v1/spikes?${params.toString()}`, async () => (await contract()).spikesShape, {
        signal,
      });
    },
    refetchInterval: refresh.settings,
  });

export const spikeQuery = (id: string) =>
  queryOptions<SpikeDetailDto>({
    queryKey: ["spikes", "one", id],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/spikes/${encodeURIComponent(id)}`, async () => (await contract()).spikeDetailShape, {
        signal,
      }),
    refetchInterval: refresh.settings,
  });

export const acrossNumbersQuery = (id: string) =>
  queryOptions<SpikeAcrossNumbersDto>({
    queryKey: ["spikes", "across-numbers", id],
    queryFn: ({ signal }) =>
      fetchJson(
        `/api/v1/spikes/${encodeURIComponent(id)}/across-numbers`,
        async () => (await contract()).spikeAcrossNumbersShape,
        { signal },
      ),
    refetchInterval: refresh.settings,
  });
