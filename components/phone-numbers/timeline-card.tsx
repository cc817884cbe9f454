"use client";

import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { replaceUrl } from "@/components/layout/replace-url.ts";
import { Card } from "@/components/ui/card.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { HistoryDto } from "@/lib/contracts/phone-numbers.ts";
import { ChangeTimeline } from "./change-timeline.tsx";
import { fieldName } from "./change-value.tsx";
import { changedFields, readTimelineFilter, timelineEntries, type ChangeSource } from "./timeline-entries.ts";

const sources: readonly { value: ChangeSource | ""; label: string }[] = [
  { value: "", label: "All" },
  { value: "poll", label: "Polls" },
  { value: "webhook", label: "Webhooks" },
  { value: "import", label: "Imports" },
];

/** The API gives at most so many changes of one range. */
const mostChanges = 1_000;

/** Every change of every field in the range, narrowed by field and source; the choice is in the URL. */
export function TimelineCard({ history, asOf }: { history: HistoryDto | undefined; asOf: ReactNode }) {
  const filter = readTimelineFilter(useSearchParams());
  return (
    <Card title="All changes" aside={asOf} flush>
      {history === undefined ? (
        <SkeletonRows rows={6} />
      ) : (
        <>
          <div className="border-line flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
            <FieldChoice history={history} field={filter.field ?? ""} />
            <Segmented
              label="How it became known"
              options={sources}
              value={filter.source ?? ""}
              onChoose={(source) => replaceUrl({ source })}
            />
          </div>
          <ChangeTimeline
            entries={timelineEntries(history, filter)}
            isFiltered={filter.field !== undefined || filter.source !== undefined}
          />
          {history.changes.length < mostChanges ? null : (
            <p className="text-ink-3 border-line border-t px-4 py-2 text-sm">
              The newest {history.changes.length} changes of this range. Choose a shorter range to see all.
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function FieldChoice({ history, field }: { history: HistoryDto; field: string }) {
  const present = changedFields(history.changes);
  const fields = field === "" || present.includes(field) ? present : [field, ...present];
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="text-ink-3">Field</span>
      <select
        value={field}
        onChange={(event) => replaceUrl({ field: event.currentTarget.value })}
        className="border-line-strong bg-surface min-h-8 max-w-56 rounded-md border px-2 max-sm:text-[16px]"
      >
        <option value="">All fields</option>
        {fields.map((one) => (
          <option key={one} value={one}>
            {fieldName(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
