import type { Metadata } from "next";
import { Collector } from "@/components/collector/collector.tsx";
import { numbersShown, readCollectorFilter } from "@/components/collector/collector-filter.ts";
import { collectorQuery } from "@/components/collector/queries.ts";
import { ImportHistory } from "@/components/history/import-history.tsx";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { getCollector } from "@/lib/services/collector/get-collector.ts";
import { searchParamsOf, type PageProps } from "../page-props.ts";
import { Prefetched } from "../prefetched.tsx";

export const metadata: Metadata = { title: "Collector" };

export default async function CollectorPage({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const filter = readCollectorFilter(await searchParamsOf(searchParams));
  const load = () =>
    getCollector(ctx, { limit: numbersShown, connectionId: filter.connection, cursor: filter.cursor });
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: collectorQuery(filter).queryKey, load }]}>
      <Collector historyImport={<ImportHistory />} />
    </Prefetched>
  );
}
