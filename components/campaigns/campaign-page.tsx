"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { Loaded } from "@/components/data/loaded.tsx";
import { FigureFilters } from "@/components/figures/figure-filters.tsx";
import { drillHref, readFigureFilter, withoutNarrowing } from "@/components/figures/figure-filter.ts";
import { RankedCard } from "@/components/figures/ranked-card.tsx";
import { ReadingGuide } from "@/components/figures/reading-guide.tsx";
import { SubjectCard } from "@/components/figures/subject-card.tsx";
import { CampaignRegistryPanel } from "@/components/registry/campaign-registry-panel.tsx";
import { entryQuery, type RegistryEntry } from "@/components/registry/queries.ts";
import { useChartMarks } from "@/components/charts/use-chart-marks.ts";
import { SliceSpikeCard } from "@/components/spikes/slice-spike-card.tsx";
import { EventCard } from "@/components/sources/event-card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import { withinCampaign } from "./campaign-subjects.ts";

/** One campaign: how it does over time, by where its people had opted in, and what the registry knows. */
export function CampaignPage({ campaignId }: { campaignId: string }) {
  const query = useQuery(entryQuery("campaign", campaignId));
  return (
    <Loaded
      query={query}
      what="This campaign"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Campaign" />
          <SkeletonCard rows={7} tall />
          <SkeletonCard rows={6} />
        </div>
      }
    >
      {(campaign) => <CampaignBody campaign={campaign} />}
    </Loaded>
  );
}

function CampaignBody({ campaign }: { campaign: RegistryEntry }) {
  const page = withoutNarrowing(readFigureFilter(useSearchParams(), withinCampaign), "campaign");
  const filter = { ...page, campaign: campaign.key };
  const marks = useChartMarks(filter);
  const here = `/campaigns/${encodeURIComponent(campaign.id)}`;
  return (
    <>
      <PageHeader
        above={
          <Link href={drillHref("/campaigns", page)} className="link hit text-sm">
            Campaigns
          </Link>
        }
        title={<span className="break-words">{campaign.name}</span>}
        below={
          <>
            <span className="font-mono text-sm break-all">{campaign.key}</span>
            {campaign.state === "registered" ? null : ` · ${campaign.state}`}
          </>
        }
      />
      <FigureFilters filter={page} />
      <div className="space-y-4">
        <SubjectCard subject="campaign" name={campaign.name} filter={filter} here={here} marks={marks} />
        <RankedCard
          title="Who got it and how it was received"
          plainTitle={campaign.name}
          subjects={withinCampaign}
          filter={filter}
          here={here}
          fixed={["campaign"]}
        />
        <SliceSpikeCard filter={filter} title="Spikes of this campaign" />
        <EventCard filter={filter} without={["campaign"]} />
        <CampaignRegistryPanel campaignId={campaign.id} />
        <ReadingGuide smallGroupSize={null} />
      </div>
    </>
  );
}
