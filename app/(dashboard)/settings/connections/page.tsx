import type { Metadata } from "next";
import { connectionsQuery } from "@/components/connections/queries.ts";
import { ConnectionsSettings } from "@/components/settings/connections/connections-settings.tsx";
import { NotAllowed } from "@/components/settings/not-allowed.tsx";
import { hasRight } from "@/lib/core/access/rights.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listConnections } from "@/lib/services/connections/list.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const ctx = await requirePageContext();
  if (!hasRight(ctx.actor.role, "connections.write")) {
    return <NotAllowed title="Connections" role={ctx.actor.role} />;
  }
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: connectionsQuery.queryKey, load: () => listConnections(ctx) }]}
    >
      <ConnectionsSettings />
    </Prefetched>
  );
}
