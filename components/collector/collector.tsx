"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { CollectorDto } from "@/lib/contracts/collector.ts";
import { readCollectorFilter, type CollectorFilter } from "./collector-filter.ts";
import { ConnectionCard } from "./connection-card.tsx";
import { ConnectionChoice } from "./connection-choice.tsx";
import { DifferenceSection } from "./difference-section.tsx";
import { GapSection } from "./gap-section.tsx";
import { NumberReadings } from "./number-readings.tsx";
import { collectorQuery } from "./queries.ts";
import { UnknownWords } from "./unknown-words.tsx";
import { VerdictLine } from "./verdict-line.tsx";
import { WatchCard } from "./watch-card.tsx";
import { WebhookSection } from "./webhook-section.tsx";

/**
 * The collector's own truth: what it reads, how old that is, what stands in its way.
 *
 * @param historyImport the card that takes past history, shown last.
 */
export function Collector({ historyImport }: { historyImport?: ReactNode }) {
  const filter = readCollectorFilter(useSearchParams());
  const query = useQuery({ ...collectorQuery(filter), placeholderData: keepPreviousData });
  return (
    <>
      <PageHeader
        title="Collector"
        below="What is read from Meta, how fresh it is, and what stands in its way."
        aside={query.data === undefined ? undefined : <AsOf at={query.data.asOf} />}
      />
      <Loaded query={query} what="The state of the collector" skeleton={<CollectorSkeleton />}>
        {(collector) =>
          collector.connections.length === 0 ? (
            <NotConnected />
          ) : (
            <Sections collector={collector} filter={filter} />
          )
        }
      </Loaded>
      {historyImport === undefined ? null : (
        <div id="history-import" className="mt-6">
          {historyImport}
        </div>
      )}
    </>
  );
}

function Sections({ collector, filter }: { collector: CollectorDto; filter: CollectorFilter }) {
  const { connections } = collector;
  const chosen = connections.filter(({ id }) => filter.connection === undefined || id === filter.connection);
  return (
    <div className="space-y-6">
      <VerdictLine connections={connections} />
      <ConnectionChoice connections={connections} chosen={filter.connection} />
      {chosen.length === 0 ? (
        <Card title="Connections" flush>
          <EmptyState
            title="This connection is not there any more"
            action={
              <Link href="/collector" className={buttonClass()}>
                Show all connections
              </Link>
            }
          />
        </Card>
      ) : null}
      {chosen.map((connection) => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          wabas={collector.wabas.filter(({ connectionId }) => connectionId === connection.id)}
          search={filter.account}
        />
      ))}
      <NumberReadings collector={collector} filter={filter} />
      <WebhookSection collector={collector} filter={filter} />
      <DifferenceSection collector={collector} connectionId={filter.connection} />
      <UnknownWords collector={collector} />
      <GapSection collector={collector} connections={chosen} />
      <WatchCard collector={collector} />
    </div>
  );
}

function NotConnected() {
  return (
    <Card title="Connections" flush>
      <EmptyState
        title="Nothing is connected"
        action={
          <Link href="/" className={buttonClass()}>
            See how to begin
          </Link>
        }
      />
    </Card>
  );
}

/** The page's shape while it is read: the sentence, a connection, numbers, webhooks. */
function CollectorSkeleton() {
  return (
    <div className="space-y-6">
      <SkeletonCard rows={1} />
      <SkeletonCard rows={12} />
      <SkeletonCard rows={6} />
      <SkeletonCard rows={6} />
    </div>
  );
}
