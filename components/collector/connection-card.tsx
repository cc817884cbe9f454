"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { useMe } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";
import { ConnectionControls } from "./connection-controls.tsx";
import { ConnectionFacts } from "./connection-facts.tsx";
import { ConnectionTrouble } from "./connection-trouble.tsx";
import { PollTable } from "./poll-table.tsx";
import { WabaTable } from "./waba-table.tsx";

// The chart library is large: only this page loads it, and after the figures are there.
const PollChart = dynamic(async () => (await import("./poll-chart.tsx")).PollChart, {
  ssr: false,
  loading: () => <div className="h-32" />,
});

/** Everything about one connection. */
export function ConnectionCard({ connection }: { connection: ConnectionDto }) {
  const { organization } = useMe();
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
        <Section title={`WhatsApp accounts (${connection.wabas.length})`}>
          <WabaTable wabas={connection.wabas} />
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
