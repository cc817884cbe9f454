"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { unannouncedQuery } from "./queries.ts";

/** Places that people opt in at and nobody has registered, each with its way out. */
export function UnannouncedList() {
  const launches = useQuery(unannouncedQuery);
  const mayWrite = useCan("registry.write");
  return (
    <Card title="Unannounced launches" id="unannounced" flush>
      <Loaded query={launches} what="The list of unannounced launches" skeleton={<SkeletonRows rows={2} />}>
        {(list) =>
          list.data.length === 0 ? (
            <EmptyState title="Every place is registered">
              <p>When people opt in at a place that nobody has registered, it appears here by itself.</p>
            </EmptyState>
          ) : (
            <>
              <FirstRows rows={list.data} count={10} what="places">
                {(shown) => (
                  <ul className="divide-line divide-y">
                    {shown.map((one) => (
                      <li
                        key={one.sourceId}
                        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3"
                      >
                        <div className="min-w-0">
                          <p className="font-mono text-sm break-all">{one.key}</p>
                          <p className="text-ink-3 text-sm">
                            {one.optIns.toLocaleString("en-US")} {one.optIns === 1 ? "opt-in" : "opt-ins"}{" "}
                            since <InstantText at={one.firstOptInAt} style="day" />. First seen by Staygreen{" "}
                            <Ago at={one.firstSeenAt} />.
                          </p>
                        </div>
                        <Link href={`/sources/${encodeURIComponent(one.sourceId)}`} className={buttonClass()}>
                          {mayWrite ? "Claim it" : "Look at it"}
                          <span className="sr-only">: {one.key}</span>
                        </Link>
                      </li>
                    ))}
                  </ul>
                )}
              </FirstRows>
              {list.nextCursor === null ? null : (
                <p className="text-ink-3 px-4 py-2 text-sm">
                  The newest {list.data.length} are listed; the API has all.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}
