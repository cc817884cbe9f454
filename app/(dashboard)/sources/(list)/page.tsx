import type { Metadata } from "next";
import { readFigureFilter, toFiguresQuery } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { activationMethodsQuery } from "@/components/registry/queries.ts";
import { SourcesPage } from "@/components/sources/sources-page.tsx";
import { sourceSubjects } from "@/components/sources/source-subjects.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listFigures } from "@/lib/services/cells/list-figures.ts";
import { listActivationMethods } from "@/lib/services/registry/list-activation-methods.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Sources" };

const wholeList = { limit: 200 };

export default async function Page({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const filter = readFigureFilter(await searchParamsOf(searchParams), sourceSubjects);
  const by = filter.by ?? sourceSubjects[0];
  const now = ctx.clock.now().getTime();
  const queries = [
    {
      queryKey: figuresQuery(by, filter).queryKey,
      load: () => listFigures(ctx, toFiguresQuery(by, filter, now)),
    },
    { queryKey: activationMethodsQuery.queryKey, load: () => listActivationMethods(ctx, wholeList) },
  ];
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <SourcesPage />
    </Prefetched>
  );
}
