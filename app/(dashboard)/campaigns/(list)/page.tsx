import type { Metadata } from "next";
import { CampaignsPage } from "@/components/campaigns/campaigns-page.tsx";
import { campaignSubjects } from "@/components/campaigns/campaign-subjects.ts";
import { readFigureFilter, toFiguresQuery } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listFigures } from "@/lib/services/cells/list-figures.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Campaigns" };

export default async function Page({ searchParams }: PageProps) {
  const ctx = await requirePageContext();
  const filter = readFigureFilter(await searchParamsOf(searchParams), campaignSubjects);
  const by = filter.by ?? campaignSubjects[0];
  const now = ctx.clock.now().getTime();
  const load = () => listFigures(ctx, toFiguresQuery(by, filter, now));
  return (
    <Prefetched ctx={ctx} queries={[{ queryKey: figuresQuery(by, filter).queryKey, load }]}>
      <CampaignsPage />
    </Prefetched>
  );
}
