import type { Metadata } from "next";
import { Overview } from "@/components/overview/overview.tsx";
import { overviewQuery } from "@/components/overview/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getOverview } from "@/lib/services/overview/get-overview.ts";
import { Prefetched } from "../prefetched.tsx";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const ctx = await requirePageContext();
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: overviewQuery.queryKey, load: () => getOverview(ctx) }]}>
      <Overview />
    </Prefetched>
  );
}
