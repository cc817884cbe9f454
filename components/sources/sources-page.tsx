"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { ConsentGapsCard } from "@/components/declared/consent-gaps-card.tsx";
import { DeclaredListCard } from "@/components/declared/declared-list-card.tsx";
import { DriftCard } from "@/components/drift/drift-card.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { FatigueCard } from "@/components/fatigue/fatigue-card.tsx";
import { FigureFilters } from "@/components/figures/figure-filters.tsx";
import { readFigureFilter, type FigureFilter } from "@/components/figures/figure-filter.ts";
import { figuresQuery } from "@/components/figures/queries.ts";
import { RankedCard } from "@/components/figures/ranked-card.tsx";
import { ReadingGuide } from "@/components/figures/reading-guide.tsx";
import { useInsightScope } from "@/components/figures/use-insight-scope.ts";
import { OptOutCard } from "@/components/opt-outs/opt-out-card.tsx";
import { activationMethodsQuery } from "@/components/registry/queries.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { cardCaption } from "@/components/figures/card-caption.ts";
import { SourceRegistry } from "./source-registry.tsx";
import { sourceSubjects } from "./source-subjects.ts";

/** Which sources bring contacts, and what they cost in blocks, reports and opt-outs. */
export function SourcesPage() {
  const filter = readFigureFilter(useSearchParams(), sourceSubjects);
  const figures = useQuery(figuresQuery(filter.by ?? sourceSubjects[0], filter));
  const methods = useQuery(activationMethodsQuery);
  const method = methods.data?.data.find(({ id }) => id === filter.method);
  const scope = useInsightScope(filter);
  const mayImport = useCan("facts.write");
  return (
    <>
      <PageHeader
        title="Sources"
        below="Which places bring contacts, and how many of those people block, report or opt out."
        aside={
          mayImport ? (
            <Link href="/settings/imports" className={buttonClass()}>
              Import a file
            </Link>
          ) : undefined
        }
      />
      <FigureFilters filter={filter} names={method === undefined ? {} : { method: method.name }} />
      <div className="space-y-4">
        <RankedCard
          title="Ranked"
          plainTitle="Ranked"
          subjects={sourceSubjects}
          filter={filter}
          here="/sources"
        />
        <ExportBox caption={cardCaption("Where new contacts come from", filter)}>
          <DriftCard {...scope} />
        </ExportBox>
        <ExportBox caption={cardCaption("Messages in 7 days and their harm", filter)} hasChart>
          <FatigueCard {...scope} />
        </ExportBox>
        <ExportBox caption={cardCaption("Opt-outs honoured", filter)}>
          <OptOutCard {...scope} />
        </ExportBox>
        <ExportBox caption={wholeRange("Sent, but not declared", filter)}>
          <DeclaredListCard scope={scope} />
        </ExportBox>
        <ExportBox caption={wholeRange("Sent without a known opt-in, or after a stop", filter)}>
          <ConsentGapsCard scope={scope} />
        </ExportBox>
        <SourceRegistry />
        <ReadingGuide smallGroupSize={figures.data?.smallGroupSize ?? null} />
      </div>
    </>
  );
}

/** These cards follow the range and none of the filters. */
function wholeRange(title: string, { range, from, to, rule }: FigureFilter) {
  const days = from === undefined || to === undefined ? {} : { from, to };
  return cardCaption(title, { range, ...days, rule, by: null, sort: null, isCompared: false });
}
