"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { Pager } from "@/components/ui/pager.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { NumberFilters } from "./number-filters.tsx";
import { numberFilterParams, readNumberFilter, type NumberFilter } from "./number-filter.ts";
import { NumberTable } from "./number-table.tsx";
import { NoNumbers } from "./no-numbers.tsx";
import { phoneNumbersQuery } from "./queries.ts";

export function NumberList() {
  const filter = readNumberFilter(useSearchParams());
  const query = useQuery({ ...phoneNumbersQuery(filter), placeholderData: keepPreviousData });
  return (
    <>
      <PageHeader
        title="Phone numbers"
        aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      />
      <NumberFilters filter={filter} />
      <Card title={headingOf(filter)} flush>
        <Loaded query={query} what="The list of phone numbers" skeleton={<SkeletonRows rows={6} />}>
          {(list) =>
            list.data.length === 0 ? (
              <NoNumbers isFiltered={filter.rating !== undefined || filter.search !== undefined} />
            ) : (
              <>
                <NumberTable numbers={list.data} />
                <Pager
                  nextHref={list.nextCursor === null ? null : hrefAt(filter, list.nextCursor)}
                  firstHref={filter.cursor === undefined ? null : hrefAt(filter, null)}
                />
              </>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}

function headingOf(filter: NumberFilter): string {
  const parts = [
    filter.rating === undefined ? null : `rated ${filter.rating}`,
    filter.search === undefined ? null : `matching “${filter.search}”`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "All numbers" : `Numbers ${parts.join(", ")}`;
}

function hrefAt(filter: NumberFilter, cursor: string | null): string {
  const params = numberFilterParams(filter);
  if (cursor === null) params.delete("cursor");
  else params.set("cursor", cursor);
  return `/phone-numbers?${params.toString()}`;
}
