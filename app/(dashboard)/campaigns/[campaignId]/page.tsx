import type { QueryKey } from "@tanstack/react-query";
import type { Metadata } from "next";
import { CampaignPage } from "@/components/campaigns/campaign-page.tsx";
import { withinCampaign } from "@/components/campaigns/campaign-subjects.ts";
import { readFigureFilter, toFiguresQuery } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { entryQuery } from "@/components/registry/queries.ts";
import { requirePageContext } from "@/lib/runtime/page-context.ts";
import { listFigures } from "@/lib/services/cells/list-figures.ts";
import { getEntry } from "@/lib/services/registry/get-entry.ts";
import { searchParamsOf, type PageProps } from "../../page-props.ts";
import { Prefetched } from "../../prefetched.tsx";

export const metadata: Metadata = { title: "Campaign" };

interface Props extends PageProps {
  params: Promise<{ campaignId: string }>;
}

export default async function Page({ params, searchParams }: Props) {
  const ctx = await requirePageContext();
  const { campaignId } = await params;
  const read = () => getEntry(ctx, "campaign", campaignId);
  // Figures are asked by key, the page by id. What cannot be read is read again below, which says why.
  const entry = await read().catch(() => null);
  const queries: { queryKey: QueryKey; load: () => Promise<unknown> }[] = [
    {
      queryKey: entryQuery("campaign", campaignId).queryKey,
      load: async () => entry ?? (await read()),
    },
  ];
  if (entry !== null) {
    const chosen = readFigureFilter(await searchParamsOf(searchParams), withinCampaign);
    const filter = { ...chosen, campaign: entry.key };
    const now = ctx.clock.now().getTime();
    for (const by of ["campaign", chosen.by ?? withinCampaign[0]] as const) {
      queries.push({
        queryKey: figuresQuery(by, filter).queryKey,
        load: () => listFigures(ctx, toFiguresQuery(by, filter, now)),
      });
    }
  }
  return (
    <Prefetched ctx={ctx} queries={queries}>
      <CampaignPage campaignId={campaignId} />
    </Prefetched>
  );
}
