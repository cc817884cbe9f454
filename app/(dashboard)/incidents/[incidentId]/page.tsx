import type { Metadata } from "next";
import { IncidentPage } from "@/components/incidents/incident-page.tsx";
import { incidentQuery } from "@/components/incidents/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getIncident } from "@/lib/services/incidents/get.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Incident" };

export default async function OneIncidentPage({ params }: { params: Promise<{ incidentId: string }> }) {
  const ctx = await requirePageContext();
  const { incidentId } = await params;
  const load = () => getIncident(ctx, incidentId);
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: incidentQuery(incidentId).queryKey, load }]}>
      <IncidentPage incidentId={incidentId} />
    </Prefetched>
  );
}
