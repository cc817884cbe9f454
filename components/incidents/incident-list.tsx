"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Pager } from "@/components/ui/pager.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { incidentViews, readIncidentFilter, type IncidentView } from "./incident-filter.ts";
import { IncidentRows } from "./incident-rows.tsx";
import { incidentsQuery } from "./queries.ts";

const labels: Readonly<Record<IncidentView, string>> = {
  unresolved: "Unresolved",
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
  all: "All",
};

export function IncidentList() {
  const filter = readIncidentFilter(useSearchParams());
  const query = useQuery({ ...incidentsQuery(filter), placeholderData: keepPreviousData });
  return (
    <>
      <PageHeader
        title="Incidents"
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <div className="mb-4">
        <Segmented
          label="State"
          options={incidentViews.map((value) => ({ value, label: labels[value] }))}
          value={filter.view}
          onChoose={(view) => replaceUrl({ state: view === "unresolved" ? "" : view, cursor: "" })}
        />
      </div>
      <Card title={`${labels[filter.view]} incidents`} flush>
        <Loaded query={query} what="The list of incidents" skeleton={<SkeletonRows rows={5} tall />}>
          {(list) =>
            list.data.length === 0 ? (
              <NoIncidents view={filter.view} />
            ) : (
              <>
                <IncidentRows incidents={list.data} />
                <Pager
                  nextHref={list.nextCursor === null ? null : hrefAt(filter.view, list.nextCursor)}
                  firstHref={filter.cursor === undefined ? null : hrefAt(filter.view, null)}
                />
              </>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}

function NoIncidents({ view }: { view: IncidentView }) {
  if (view === "unresolved" || view === "all") {
    return (
      <EmptyState
        title={view === "all" ? "No incident so far" : "Nothing is open: no incident needs you"}
        action={
          view === "all" ? undefined : (
            <Link href="/incidents?state=resolved" className={buttonClass()}>
              Show resolved ones
            </Link>
          )
        }
      >
        <p>
          One opens when a rating falls, a number or account is restricted, or the collector falls silent.
        </p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No incident is ${view}`}
      action={
        <Link href="/incidents" className={buttonClass()}>
          Show unresolved ones
        </Link>
      }
    />
  );
}

function hrefAt(view: IncidentView, cursor: string | null): string {
  const params = new URLSearchParams({ state: view, ...(cursor === null ? {} : { cursor }) });
  return `/incidents?${params.toString()}`;
}
