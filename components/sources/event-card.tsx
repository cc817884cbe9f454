"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import type { FigureFilter } from "@/components/figures/figure-filter.ts";
import { useInsightScope } from "@/components/figures/use-insight-scope.ts";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Button } from "@/components/ui/button.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { EventsDto } from "@/lib/contracts/events.ts";
import { EventTable, type EventColumn } from "./event-table.tsx";
import { eventChoices, listNotes, readEventChoice } from "./event-words.ts";
import { eventsFileHref, eventsQuery } from "./events-query.ts";

interface EventCardProps {
  /** Narrowed to what the page is about. */
  filter: FigureFilter;
  /** What the page says already. */
  without: readonly EventColumn[];
}

/** The last step of the path down: the single events behind the figures of the page, the newest first. */
export function EventCard({ filter, without }: EventCardProps) {
  const choice = readEventChoice(useSearchParams().get("events"));
  const { from, to } = useInsightScope(filter);
  const place = { filter, from, to, choice };
  const list = eventsFileHref(place);
  // Another list begins at its newest event.
  const [at, setAt] = useState<{ list: string; cursor: string | null }>({ list, cursor: null });
  const cursor = at.list === list ? at.cursor : null;
  const query = useQuery(eventsQuery(place, cursor));
  const hasRows = query.data !== undefined && query.data.data.length > 0;
  return (
    <Card
      id="events"
      title="Single events"
      flush
      aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
      actions={
        <>
          <Segmented
            label="Events"
            options={eventChoices}
            value={choice}
            onChoose={(value) => replaceUrl({ events: value === "negative" ? "" : value })}
          />
          {hasRows ? (
            <a href={list} download className={buttonClass("quiet")}>
              CSV<span className="sr-only">: save all these events as a table</span>
            </a>
          ) : null}
        </>
      }
    >
      <Loaded query={query} what="The list of events" skeleton={<SkeletonRows rows={6} />}>
        {(events) => (
          <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? "opacity-60" : ""}>
            <Events events={events} without={without} />
            <div className="border-line flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t px-4 py-3">
              <p className="text-ink-3 max-w-prose text-sm">{listNotes(events).join(" ")}</p>
              {cursor === null && events.nextCursor === null ? null : (
                <div className="flex gap-2">
                  {cursor === null ? null : (
                    <Button onClick={() => setAt({ list, cursor: null })}>Newest</Button>
                  )}
                  {events.nextCursor === null ? null : (
                    <Button onClick={() => setAt({ list, cursor: events.nextCursor })}>Older</Button>
                  )}
                </div>
              )}
            </div>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Events({ events, without }: { events: EventsDto; without: readonly EventColumn[] }) {
  if (events.suppressed) {
    return (
      <EmptyState title="Too few to show">
        <p>
          Fewer than {events.smallGroupSize} exposures: single events are hidden, as the figures are, to
          protect the people in them. A longer range shows more.
        </p>
      </EmptyState>
    );
  }
  if (events.data.length === 0) {
    return (
      <EmptyState title="No such event in this range">
        <p>Choose another kind above, or a longer range.</p>
      </EmptyState>
    );
  }
  return <EventTable events={events} without={without} />;
}
