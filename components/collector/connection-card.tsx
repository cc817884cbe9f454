"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { useMe } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import type { CollectorConnection, CollectorWaba } from "@/lib/contracts/collector.ts";
import { ConnectionControls } from "./connection-controls.tsx";
import { ConnectionFacts } from "./connection-facts.tsx";
import { ConnectionTrouble } from "./connection-trouble.tsx";
import { PollTable } from "./poll-table.tsx";
import { ReadsTable } from "./reads-table.tsx";
import { WabaSection } from "./waba-section.tsx";

// The chart library is large: only this page loads it, and after the figures are there.
const PollChart = dynamic(async () => (await import("./poll-chart.tsx")).PollChart, {
  ssr: false,
  loading: () => <div className="h-32" />,
});

interface ConnectionCardProps {
  connection: CollectorConnection;
  wabas: readonly CollectorWaba[];
  /** Narrows the accounts. */
  search: string | undefined;
}

/** Everything about one connection. */
export function ConnectionCard({ connection, wabas, search }: ConnectionCardProps) {
  const { organization } = useMe();
  const { total } = connection.wabaCounts;
  return (
    <Card
      id={`connection-${connection.id}`}
      title={connection.name}
      aside={
        <>
          <FreshnessChip freshness={connection.freshness} readAt={connection.lastSuccessAt} />
          {connection.lastSuccessAt === null ? null : <AsOf at={connection.lastSuccessAt} />}
        </>
      }
      actions={<ConnectionControls connection={connection} />}
    >
      <div className="space-y-4">
        <ConnectionTrouble connection={connection} />
        <ConnectionFacts connection={connection} />
        <Section title="Last polls">
          <PollChart polls={connection.lastPolls} timeZone={organization.timeZone} />
          <PollTable polls={connection.lastPolls} />
        </Section>
        <Section title="What else is read">
          <ReadsTable reads={connection.reads} />
        </Section>
        <Section title={`WhatsApp accounts (${total})`}>
          <WabaSection wabas={wabas} total={total} search={search} />
        </Section>
      </div>
    </Card>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-2 font-semibold">{title}</h3>
      <div className="border-line rounded-md border">{children}</div>
    </div>
  );
}
