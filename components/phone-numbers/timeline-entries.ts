import type { ChangeDto, RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { groupChanges, type ChangeGroup } from "./group-changes.ts";

export type TimelineEntry =
  | ChangeGroup
  /** Nobody looked: nothing of this number is known from … to …. `to` null: it still lasts. */
  | { kind: "gap"; id: string; from: string; to: string | null };

const changeSources = ["poll", "webhook", "import"] as const;
export type ChangeSource = ChangeDto["source"];

export interface TimelineFilter {
  readonly field?: string;
  readonly source?: ChangeSource;
}

type Params = { get: (name: string) => string | null };

/** Reads the filter from the URL; anything else there is ignored. */
export function readTimelineFilter(params: Params): TimelineFilter {
  const field = params.get("field")?.slice(0, 60);
  const source = changeSources.find((one) => one === params.get("source"));
  return { ...(field ? { field } : {}), ...(source ? { source } : {}) };
}

/**
 * What happened, newest first, with the stretches in which nobody looked between it. Gaps stay whatever the field, and
 * go when only what Meta sent or somebody imported is asked for: those do not depend on our looking.
 */
export function timelineEntries(
  history: {
    readonly changes: readonly ChangeDto[];
    readonly ratingSpans: readonly RatingSpan[];
    readonly to: string;
  },
  filter: TimelineFilter,
): TimelineEntry[] {
  const changes = history.changes.filter(
    (change) =>
      (filter.field === undefined || change.field === filter.field) &&
      (filter.source === undefined || change.source === filter.source),
  );
  const withGaps = filter.source === undefined || filter.source === "poll";
  const gaps = withGaps ? history.ratingSpans.filter(({ kind }) => kind === "gap") : [];
  const entries: TimelineEntry[] = [
    ...groupChanges(changes),
    ...gaps.map(({ from, to }): TimelineEntry => ({
      kind: "gap",
      id: `gap ${from}`,
      from,
      to: to === history.to ? null : to,
    })),
  ];
  // A change that ends a gap was seen at the gap's end: it stands above it.
  return entries
    .map((entry, index) => ({ entry, index, at: instantOf(entry) }))
    .sort((a, b) => b.at - a.at || rank(a.entry) - rank(b.entry) || a.index - b.index)
    .map(({ entry }) => entry);
}

function instantOf(entry: TimelineEntry): number {
  switch (entry.kind) {
    case "change":
      return Date.parse(entry.change.occurredAt);
    case "first-sighting":
      return Date.parse(entry.occurredAt);
    case "gap":
      return entry.to === null ? Number.POSITIVE_INFINITY : Date.parse(entry.to);
  }
}

function rank(entry: TimelineEntry): number {
  return entry.kind === "gap" ? 1 : 0;
}

/** Fields that changed in the range, each once, by name. */
export function changedFields(changes: readonly ChangeDto[]): string[] {
  return [...new Set(changes.map(({ field }) => field))].sort();
}

/** From when on the time of knowing is worth a word of its own. */
const knownLaterMs = 60_000;

/** Whether a change became known so much later than it happened that both times are told. */
export function wasKnownLater({
  occurredAt,
  recordedAt,
}: Pick<ChangeDto, "occurredAt" | "recordedAt">): boolean {
  return Date.parse(recordedAt) - Date.parse(occurredAt) > knownLaterMs;
}
