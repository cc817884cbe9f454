"use client";

import { useQuery } from "@tanstack/react-query";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { LaunchGuardDetailDto } from "@/lib/contracts/launch-guards.ts";
import { PartTable } from "./part-table.tsx";
import { guardQuery } from "./queries.ts";
import { StreamTile } from "./stream-tile.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

/** What is made of one launch: the verdict and its reasons, a tile for each signal, and its parts. */
export function GuardCard({ guardId, name }: { guardId: string; name: string }) {
  const query = useQuery(guardQuery(guardId));
  const through = query.data?.judgedThrough ?? null;
  const caption = {
    title: `${name}: launch guard`,
    subtitle: through === null ? "" : `until ${through} (UTC)`,
    source: "Staygreen. Association, not cause.",
  };
  return (
    <ExportBox caption={caption} hasChart>
      <Card
        id="launch-guard"
        title="Launch guard"
        aside={query.data === undefined ? undefined : <AsOf at={query.data.updatedAt} />}
      >
        <Loaded query={query} what="The launch guard" skeleton={<SkeletonRows rows={5} tall />}>
          {(guard) => <GuardBody guard={guard} />}
        </Loaded>
      </Card>
    </ExportBox>
  );
}

function GuardBody({ guard }: { guard: LaunchGuardDetailDto }) {
  const { streams, parts, promise, reasons, headline, since, verdict } = guard;
  const withEvents = streams.filter(
    ({ signal, events, expected }) => signal === "negative" || events + expected > 0,
  );
  return (
    <div className="space-y-4">
      <div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <VerdictBadge verdict={verdict} />
          {since === null || verdict === "undecided" ? null : (
            <span className="text-ink-2 text-sm">
              known since <InstantText at={since} style="day" />
            </span>
          )}
          {guard.isOver ? (
            <span className="text-ink-3 text-sm">the {promise.days} days of the watch are over</span>
          ) : null}
        </div>
        <p className="mt-2 text-lg font-semibold">{headline}</p>
        <ul className="mt-2 max-w-prose space-y-1">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
      {withEvents.length === 0 ? (
        guard.suppressed || guard.lack === "before-counting" ? null : (
          <EmptyState title="Nothing to judge yet">
            <p>The first day of messages to its contacts is judged when it is over (UTC).</p>
          </EmptyState>
        )
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
          {withEvents.map((stream) => (
            <StreamTile key={stream.signal} stream={stream} promise={promise} />
          ))}
        </ul>
      )}
      {parts.length === 0 ? null : <PartTable parts={parts} />}
      <Disclosure summary="How this is judged, and what it promises">
        <div className="text-ink-2 max-w-prose space-y-2 text-sm">
          <p>
            Every day that is over, each signal of its contacts is compared with that of contacts of other
            methods who were written to on the same days from the same phone number, as alike as there are
            such. Young messages count by what is due of them. Methods that were launched less than four weeks
            before are no comparison.
          </p>
          <p>
            A method that is as good as the others is called harmful within {promise.days} days of daily looks
            with a chance of at most {Math.round(promise.falseAlarms * 100)} %. Safe means: surely less than{" "}
            {promise.margin} times the others. The intervals hold at every look at once. Solid line: as good
            as others; dashed: the margin.
          </p>
          <p>It says what goes along with this way to opt in, and never why.</p>
        </div>
      </Disclosure>
    </div>
  );
}
