import { queryOptions } from "@tanstack/react-query";
import type { IncidentDetailDto, IncidentDto } from "@/lib/contracts/incidents.ts";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import { incidentRequest, type IncidentFilter } from "./incident-filter.ts";

const contract = () => import("@/lib/contracts/incidents.ts");

export const incidentsQuery = (filter: IncidentFilter) =>
  queryOptions<{ data: IncidentDto[]; nextCursor: string | null }>({
    queryKey: ["incidents", "list", filter],
    queryFn: ({ signal }) => {
      const { limit, ...rest } = incidentRequest(filter);
      const params = new URLSearchParams({ limit: String(limit), ...rest });
      return fetchJson(
        `/api/v1/incidents?${params.toString()}`,
        async () => (await contract()).incidentListShape,
        { signal },
      );
    },
    refetchInterval: refresh.watched,
  });

export const incidentQuery = (id: string) =>
  queryOptions<IncidentDetailDto>({
    queryKey: ["incidents", "one", id],
    queryFn: ({ signal }) =>
      fetchJson(incidentPath(id), async () => (await contract()).incidentDetailShape, { signal }),
    refetchInterval: refresh.watched,
  });

export function acknowledgeIncident(id: string): Promise<IncidentDto> {
  return fetchJson(`${incidentPath(id)}/acknowledge`, async () => (await contract()).incidentShape, {
    method: "POST",
    body: {},
  });
}

export function resolveIncident(id: string, comment: string): Promise<IncidentDto> {
  return fetchJson(`${incidentPath(id)}/resolve`, async () => (await contract()).incidentShape, {
    method: "POST",
    body: comment === "" ? {} : { comment },
  });
}

function incidentPath(id: string): string {
  return `/api/v1/incidents/${encodeURIComponent(id)}`;
}
