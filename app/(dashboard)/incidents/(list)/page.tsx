import type { Metadata } from "next";
import { incidentRequest, readIncidentFilter } from "@/components/incidents/incident-filter.ts";
import { IncidentList } from "@/components/incidents/incident-list.tsx";
import { incidentsQuery } from "@/components/incidents/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listIncidents } from "@/lib/services/incidents/list.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Incidents" };

export default async function IncidentsPage({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const filter = readIncidentFilter(await searchParamsOf(searchParams));
  const load = () => listIncidents(ctx, incidentRequest(filter));
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: incidentsQuery(filter).queryKey, load }]}>
      <IncidentList />
    </Prefetched>
  );
}
