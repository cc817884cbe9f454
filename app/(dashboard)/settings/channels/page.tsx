import type { Metadata } from "next";
import { ChannelsSettings } from "@/components/settings/channels/channels-settings.tsx";
import { channelsQuery } from "@/components/settings/channels/queries.ts";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listChannels } from "@/lib/services/channels/list.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Channels" };

export default async function ChannelsPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "channels.read"))
    return <NotAllowed title="Channels" role={ctx.actor.role} />;
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: channelsQuery.queryKey, load: () => listChannels(ctx) }]}>
      <ChannelsSettings />
    </Prefetched>
  );
}
