import type { Metadata } from "next";
import { Collector } from "@/components/collector/collector.tsx";
import { connectionsQuery } from "@/components/connections/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listConnections } from "@/lib/services/connections/list.ts";
import { Prefetched } from "../prefetched.tsx";

export const metadata: Metadata = { title: "Collector" };

export default async function CollectorPage() {
  const ctx = await requirePageContext();
  return (
    <Prefetched
      ctx={ctx}
      queries={[{ queryKey: connectionsQuery.queryKey, load: () => listConnections(ctx) }]}
    >
      <Collector />
    </Prefetched>
  );
}
