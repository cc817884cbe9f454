"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { SliceSpikeCard } from "@/components/spikes/slice-spike-card.tsx";
import { BudgetCard } from "@/components/budgets/budget-card.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { SourceDeclaredCard } from "@/components/declared/source-declared-card.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { FatigueCard } from "@/components/fatigue/fatigue-card.tsx";
import { cardCaption } from "@/components/figures/card-caption.ts";
import { FigureFilters } from "@/components/figures/figure-filters.tsx";
import { drillHref, readFigureFilter, withoutNarrowing } from "@/components/figures/figure-filter.ts";
import { RankedCard } from "@/components/figures/ranked-card.tsx";
import { ReadingGuide } from "@/components/figures/reading-guide.tsx";
import { SubjectCard } from "@/components/figures/subject-card.tsx";
import { useInsightScope } from "@/components/figures/use-insight-scope.ts";
import { OptOutCard } from "@/components/opt-outs/opt-out-card.tsx";
import { PagesCard } from "@/components/pages/pages-card.tsx";
import { entryQuery, type RegistryEntry } from "@/components/registry/queries.ts";
import { SourceRegistryPanel } from "@/components/registry/source-registry-panel.tsx";
import { SuspectedBlockCard } from "@/components/suspected-blocks/suspected-block-card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import { EventCard } from "./event-card.tsx";
import { withinSource } from "./source-subjects.ts";
import { useSourceMarks } from "./use-source-marks.ts";

/** One opt-in source: how it does over time, by what was sent to its contacts, and what the registry knows. */
export function SourcePage({ sourceId }: { sourceId: string }) {
  const query = useQuery(entryQuery("opt-in-source", sourceId));
  return (
    <Loaded
      query={query}
      what="This source"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Source" />
          <SkeletonCard rows={7} tall />
          <SkeletonCard rows={6} />
        </div>
      }
    >
      {(source) => <SourceBody source={source} />}
    </Loaded>
  );
}

function SourceBody({ source }: { source: RegistryEntry }) {
  const page = withoutNarrowing(readFigureFilter(useSearchParams(), withinSource), "source");
  const filter = { ...page, source: source.key };
  const here = `/sources/${encodeURIComponent(source.id)}`;
  const marks = useSourceMarks(source.id, source.activationMethodId ?? null, filter);
  const scope = useInsightScope(filter);
  return (
    <>
      <PageHeader
        above={
          <Link href={drillHref("/sources", page)} className="link hit text-sm">
            Sources
          </Link>
        }
        title={<span className="break-words">{source.name}</span>}
        below={
          <>
            <span className="font-mono text-sm break-all">{source.key}</span>
            {" · "}
            {source.activationMethodName ?? "no activation method yet"}
            {source.state === "registered" ? null : ` · ${source.state}`}
          </>
        }
      />
      <FigureFilters filter={page} />
      <div className="space-y-4">
        <SubjectCard subject="source" name={source.name} filter={filter} here={here} marks={marks} />
        <SliceSpikeCard filter={filter} title="Spikes of this source" />
        <BudgetCard owner={{ kind: "opt-in-source", id: source.id }} name={source.name} />
        <RankedCard
          title="What was sent to its contacts"
          plainTitle={source.name}
          subjects={withinSource}
          filter={filter}
          here={here}
          fixed={["source"]}
        />
        <ExportBox
          caption={cardCaption(`${source.name}: messages in 7 days and their harm`, filter)}
          hasChart
        >
          <FatigueCard {...scope} />
        </ExportBox>
        <ExportBox caption={cardCaption(`${source.name}: opt-outs honoured`, filter)}>
          <OptOutCard {...scope} />
        </ExportBox>
        <ExportBox caption={cardCaption(`${source.name}: declared and sent`, filter)}>
          <SourceDeclaredCard sourceId={source.id} scope={scope} />
        </ExportBox>
        <SuspectedBlockCard {...scope} />
        <EventCard filter={filter} without={["source"]} />
        <PagesCard subject={{ sourceId: source.id }} />
        <SourceRegistryPanel sourceId={source.id} />
        <ReadingGuide smallGroupSize={null} />
      </div>
    </>
  );
}
