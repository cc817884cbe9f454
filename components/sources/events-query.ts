import { insightQuery } from "@/components/data/insight-query.ts";
import { narrowedBy, type FigureFilter } from "@/components/figures/figure-filter.ts";
import type { EventsDto } from "@/lib/contracts/events.ts";
import { eventChoices, type EventChoice } from "./event-words.ts";

const rowsAtOnce = 50;

interface Place {
  readonly filter: FigureFilter;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly choice: EventChoice;
}

function wordsOf({ filter, from, to, choice }: Place) {
  const kinds = eventChoices.find(({ value }) => value === choice)?.kinds ?? [];
  const { rule } = filter;
  return { from, to, ...(rule === "last" ? {} : { rule }), ...narrowedBy(filter), kind: kinds.join(",") };
}

/** One page of the events behind the page's figures. */
export const eventsQuery = (place: Place, cursor: string | null) =>
  insightQuery<EventsDto>(
    "/api/v1/events",
    async () => (await import("@/lib/contracts/events.ts")).eventsShape,
    { ...wordsOf(place), limit: String(rowsAtOnce), cursor: cursor ?? undefined },
  );

/** Where the whole list is as a file. */
export function eventsFileHref(place: Place): string {
  const given = Object.entries(wordsOf(place)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return `/api/v1/events?${new URLSearchParams([...given, ["format", "csv"]]).toString()}`;
}
