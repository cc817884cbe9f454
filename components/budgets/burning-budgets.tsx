"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { ownerHref } from "./budget-labels.ts";
import { BurnBadge } from "./burn-badge.tsx";
import { burningBudgetsQuery } from "./queries.ts";

/** Budgets that are being used up too fast. While none is, and nothing failed, not there at all. */
export function BurningBudgets() {
  const query = useQuery(burningBudgetsQuery);
  if (query.error === null && (query.data?.data.length ?? 0) === 0) return null;
  return (
    <Card
      title="Quality budgets that burn"
      flush
      aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
    >
      <Loaded query={query} what="The list of budgets" skeleton={null}>
        {({ data, nextCursor }) => (
          <>
            <ul className="divide-line divide-y">
              {data.map(({ kind, id, name, burn, since, summary }) => (
                <li key={`${kind} ${id}`} className="px-4 py-3">
                  <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                    <Link
                      href={`${ownerHref({ kind, id })}#quality-budget`}
                      className="link hit min-w-0 font-medium break-words"
                    >
                      {name}
                    </Link>
                    {burn === null ? null : <BurnBadge burn={burn} />}
                    {since === null ? null : (
                      <span className="text-ink-3 text-sm tabular-nums">since {since}</span>
                    )}
                  </div>
                  <p className="text-ink-2 mt-1 max-w-prose">{summary}</p>
                </li>
              ))}
            </ul>
            {nextCursor === null ? null : (
              <p className="border-line text-ink-3 border-t px-4 py-2 text-sm">
                The worst {data.length} are listed. All of them: GET /api/v1/budgets?burn=burning
              </p>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}
