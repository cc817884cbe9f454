"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { FigureFilters } from "@/components/figures/figure-filters.tsx";
import { readFigureFilter } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { RankedCard } from "@/components/figures/ranked-card.tsx";
import { ReadingGuide } from "@/components/figures/reading-guide.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { EntryForm } from "@/components/registry/entry-form.tsx";
import { RegistryCsvButton } from "@/components/registry/registry-csv-button.tsx";
import { UnregisteredList } from "@/components/registry/unregistered-list.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { campaignSubjects } from "./campaign-subjects.ts";

/** Which campaigns go with blocks, reports and opt-outs. */
export function CampaignsPage() {
  const filter = readFigureFilter(useSearchParams(), campaignSubjects);
  const figures = useQuery(figuresQuery(filter.by ?? campaignSubjects[0], filter));
  const mayWrite = useCan("registry.write");
  return (
    <>
      <PageHeader
        title="Campaigns"
        below="What was sent, and how many of the people who got it block, report or opt out."
      />
      <FigureFilters filter={filter} />
      <div className="space-y-4">
        <RankedCard
          title="Ranked"
          plainTitle="Ranked"
          subjects={campaignSubjects}
          filter={filter}
          here="/campaigns"
        />
        <Card title="Unclaimed keys" id="unclaimed" flush>
          <UnregisteredList kind="campaign" />
        </Card>
        <Card title="Registry" actions={<RegistryCsvButton list="campaigns" />}>
          {mayWrite ? (
            <Disclosure summary="Add a campaign">
              <EntryForm kind="campaign" />
            </Disclosure>
          ) : (
            <p className="text-ink-2">A growth manager or an administrator can add campaigns.</p>
          )}
        </Card>
        <ReadingGuide smallGroupSize={figures.data?.smallGroupSize ?? null} />
      </div>
    </>
  );
}
