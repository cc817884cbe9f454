"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { ShownOnce } from "@/components/ui/shown-once.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ChannelForm } from "./channel-form.tsx";
import { ChannelRow } from "./channel-row.tsx";
import { channelsQuery } from "./queries.ts";

/** Where messages about incidents go. */
export function ChannelsSettings() {
  const query = useQuery(channelsQuery);
  const mayWrite = useCan("channels.write");
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <PageHeader
        title="Channels"
        below="Where messages about incidents go. SEV1 and SEV2 are meant to reach a person at once."
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <div className="space-y-4">
        <Card title="Channels in use" flush>
          <Loaded query={query} what="The list of channels" skeleton={<SkeletonRows rows={3} tall />}>
            {(list) =>
              list.data.length === 0 ? (
                <EmptyState title="No channel: nobody is told about incidents">
                  <p>{mayWrite ? "Add one below and send it a test." : "An administrator can add one."}</p>
                </EmptyState>
              ) : (
                <ul className="divide-line divide-y">
                  {list.data.map((channel) => (
                    <ChannelRow key={channel.id} channel={channel} mayWrite={mayWrite} />
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Card>
        {secret === null ? null : (
          <ShownOnce label="Signing secret" value={secret} onDone={() => setSecret(null)}>
            <p>The receiver checks the webhook-signature header with it (Standard Webhooks).</p>
          </ShownOnce>
        )}
        {mayWrite ? (
          <Card title="Add a channel">
            <ChannelForm onSecret={setSecret} />
          </Card>
        ) : null}
      </div>
    </>
  );
}
