"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { connectionsQuery } from "@/components/connections/queries.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { refresh } from "@/components/data/refresh.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ConnectForm } from "./connect-form.tsx";
import { ConnectionRow } from "./connection-row.tsx";
import { SandboxCard } from "./sandbox-card.tsx";

export function ConnectionsSettings() {
  const query = useQuery({ ...connectionsQuery, refetchInterval: refresh.settings });
  const [newId, setNewId] = useState<string | null>(null);
  const hasSandbox = query.data?.data.some((connection) => connection.kind === "sandbox") === true;
  return (
    <>
      <PageHeader
        title="Connections"
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <div className="space-y-4">
        <Card title="Connected accounts" flush>
          <Loaded query={query} what="The list of connections" skeleton={<SkeletonRows rows={2} tall />}>
            {(list) =>
              list.data.length === 0 ? (
                <EmptyState title="Nothing is connected">
                  <p>Fill in the form below, or start the sandbox to look around first.</p>
                </EmptyState>
              ) : (
                <ul className="divide-line divide-y">
                  {list.data.map((connection) => (
                    <ConnectionRow
                      key={connection.id}
                      connection={connection}
                      isNew={connection.id === newId}
                    />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
        <Card title="Connect WhatsApp" id="connect">
          <ConnectForm onConnected={setNewId} />
        </Card>
        <SandboxCard isRunning={hasSandbox} />
      </div>
    </>
  );
}
