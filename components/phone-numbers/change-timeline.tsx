import { Ago } from "@/components/clock/ago.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";
import { ChangeValue, fieldName } from "./change-value.tsx";
import { wasKnownLater, type TimelineEntry } from "./timeline-entries.ts";

const sources: Readonly<Record<ChangeDto["source"], string>> = {
  poll: "seen by a poll",
  webhook: "told by Meta's webhook",
  import: "imported",
};

/** Every change, newest first: when it happened, how and when it became known, and where nobody looked. */
export function ChangeTimeline({
  entries,
  isFiltered,
}: {
  entries: readonly TimelineEntry[];
  isFiltered: boolean;
}) {
  if (entries.length === 0) {
    return (
      <EmptyState title={isFiltered ? "No change in this range matches" : "Nothing changed in this range"} />
    );
  }
  return (
    <ol
      className="divide-line max-h-[34rem] divide-y overflow-y-auto"
      tabIndex={0}
      aria-label="Changes, newest first"
    >
      {entries.map((entry) => {
        switch (entry.kind) {
          case "change":
            return <ChangeRow key={entry.change.id} change={entry.change} />;
          case "first-sighting":
            return <FirstSighting key={entry.id} entry={entry} />;
          case "gap":
            return <GapRow key={entry.id} from={entry.from} to={entry.to} />;
        }
      })}
    </ol>
  );
}

function ChangeRow({ change }: { change: ChangeDto }) {
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{fieldName(change.field)}</span>
        <ChangeValue field={change.field} value={change.from} />
        <span aria-label="to" role="img" className="text-ink-3">
          →
        </span>
        <ChangeValue field={change.field} value={change.to} />
      </div>
      <p className="text-ink-3 text-xs">
        <Ago at={change.occurredAt} />, <Happened change={change} />; {sources[change.source]}
        <KnownLater change={change} />
      </p>
    </li>
  );
}

/** A poll sees a change between two readings: the moment is a range, and is not claimed to be narrower. */
function Happened({ change }: { change: Pick<ChangeDto, "occurredAt" | "notBefore"> }) {
  if (change.notBefore === null) return <InstantText at={change.occurredAt} />;
  return (
    <>
      between <InstantText at={change.notBefore} /> and <InstantText at={change.occurredAt} />
    </>
  );
}

function KnownLater({ change }: { change: Pick<ChangeDto, "occurredAt" | "recordedAt"> }) {
  if (!wasKnownLater(change)) return null;
  return (
    <>
      , known since <InstantText at={change.recordedAt} />
    </>
  );
}

function FirstSighting({ entry }: { entry: Extract<TimelineEntry, { kind: "first-sighting" }> }) {
  const [first] = entry.changes;
  return (
    <li className="px-4 py-2.5">
      <p className="font-medium">{entry.source === "import" ? "Earliest known" : "First seen"}</p>
      <p className="text-ink-3 text-xs">
        <Ago at={entry.occurredAt} />, <InstantText at={entry.occurredAt} />; {sources[entry.source]}
        {first === undefined ? null : <KnownLater change={first} />}
      </p>
      <dl className="mt-1.5 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1 text-sm">
        {entry.changes.map((change) => (
          <div key={change.id} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{fieldName(change.field)}</dt>
            <dd>
              <ChangeValue field={change.field} value={change.to} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function GapRow({ from, to }: { from: string; to: string | null }) {
  return (
    <li className="bg-sunken px-4 py-2.5">
      <p className="text-ink-2">
        <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true" className="mr-2 inline-block">
          <rect
            x="0.75"
            y="0.75"
            width="10.5"
            height="10.5"
            fill="none"
            strokeDasharray="2.5 2"
            className="stroke-line-strong"
            strokeWidth="1.5"
          />
        </svg>
        Not known from <InstantText at={from} />{" "}
        {to === null ? (
          "on: nobody has looked since"
        ) : (
          <>
            to <InstantText at={to} /> ({durationText(Date.parse(to) - Date.parse(from), 2)})
          </>
        )}
      </p>
    </li>
  );
}
