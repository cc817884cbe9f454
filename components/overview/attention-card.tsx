import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { IncidentRows } from "@/components/incidents/incident-rows.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { OverviewDto } from "@/lib/contracts/overview.ts";

type Trouble = OverviewDto["troubles"][number];

/** Open incidents and connections with trouble; or the good news that there are none. */
export function AttentionCard({ overview }: { overview: OverviewDto }) {
  const { openIncidents, troubles } = overview;
  const more = overview.counts.openIncidents - openIncidents.length;
  return (
    <Card title="Needs attention" aside={<AsOf at={overview.asOf} />} flush>
      {openIncidents.length + troubles.length === 0 ? (
        <EmptyState title="Nothing needs attention">
          <p>No incident is open and every connection answers.</p>
        </EmptyState>
      ) : (
        <div className="divide-line divide-y">
          {openIncidents.length === 0 ? null : <IncidentRows incidents={openIncidents} />}
          {more > 0 ? (
            <p className="px-4 py-2.5">
              <Link href="/incidents" className="link hit">
                {more} more open {more === 1 ? "incident" : "incidents"}
              </Link>
            </p>
          ) : null}
          {troubles.map((trouble) => (
            <TroubleRow key={`${trouble.connectionId} ${trouble.message}`} trouble={trouble} />
          ))}
        </div>
      )}
    </Card>
  );
}

function TroubleRow({ trouble }: { trouble: Trouble }) {
  return (
    <div className="px-4 py-3">
      <p className="font-medium">
        <span className="text-amber-ink">{trouble.connectionName}:</span> {trouble.message}
      </p>
      <p className="text-ink-2">{trouble.action}</p>
      <p className="text-ink-3 mt-0.5 text-xs">
        {trouble.since === null ? null : (
          <>
            For <HeldFor since={trouble.since} /> ·{" "}
          </>
        )}
        <Link href={`/collector#connection-${trouble.connectionId}`} className="link hit">
          Open the collector
        </Link>
      </p>
    </div>
  );
}
