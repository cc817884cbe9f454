import type { QueryKey } from "@tanstack/react-query";
import type { Metadata } from "next";
import { readFigureFilter, toFiguresQuery } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { entryQuery } from "@/components/registry/queries.ts";
import { SourcePage } from "@/components/sources/source-page.tsx";
import { withinSource } from "@/components/sources/source-subjects.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listFigures } from "@/lib/services/cells/list-figures.ts";
import { getEntry } from "@/lib/services/registry/get-entry.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Source" };

interface Props extends PageProps {
  params: Promise<{ sourceId: string }>;
}

export default async function Page({ params, searchParams }: Props) {
  const ctx = await requirePageContext();
  const { sourceId } = await params;
  const read = () => getEntry(ctx, "opt-in-source", sourceId);
  // Figures are asked by key, the page by id. What cannot be read is read again below, which says why.
  const entry = await read().catch(() => null);
  const queries: { queryKey: QueryKey; load: () => Promise<unknown> }[] = [
    {
      queryKey: entryQuery("opt-in-source", sourceId).queryKey,
      load: async () => entry ?? (await read()),
    },
  ];
  if (entry !== null) {
    const chosen = readFigureFilter(await searchParamsOf(searchParams), withinSource);
    const filter = { ...chosen, source: entry.key };
    const now = ctx.clock.now().getTime();
    for (const by of ["source", chosen.by ?? withinSource[0]] as const) {
      queries.push({
        queryKey: figuresQuery(by, filter).queryKey,
        load: () => listFigures(ctx, toFiguresQuery(by, filter, now)),
      });
    }
  }
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <SourcePage sourceId={sourceId} />
    </Prefetched>
  );
}
