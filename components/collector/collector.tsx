"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { connectionsQuery } from "@/components/connections/queries.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { refresh } from "@/components/data/refresh.ts";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import { ConnectionCard } from "./connection-card.tsx";

/** The collector's own truth: what it reads, how old that is, what stands in its way. */
export function Collector() {
  const query = useQuery({ ...connectionsQuery, refetchInterval: refresh.watched });
  return (
    <>
      <PageHeader
        title="Collector"
        below="What is read from Meta, how fresh it is, and what stands in its way."
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <Loaded query={query} what="The state of the collector" skeleton={<SkeletonCard rows={8} />}>
        {(list) =>
          list.data.length === 0 ? (
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
          ) : (
            <div className="space-y-6">
              {list.data.map((connection) => (
                <ConnectionCard key={connection.id} connection={connection} />
              ))}
            </div>
          )
        }
      </Loaded>
    </>
  );
}
