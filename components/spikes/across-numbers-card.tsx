"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { SpikeAcrossNumbersDto } from "@/lib/contracts/spikes.ts";
import { CauseTable } from "./cause-table.tsx";
import { acrossNumbersQuery } from "./queries.ts";
import { dayOf, lastDayOf, timesText } from "./spike-labels.ts";

interface AcrossNumbersCardProps {
  spikeId: string;
  hrefOf: (dimension: string, value: string) => string | null;
}

/** Did the same signal rise elsewhere in those days, and what do all of these numbers share? */
export function AcrossNumbersCard({ spikeId, hrefOf }: AcrossNumbersCardProps) {
  const query = useQuery(acrossNumbersQuery(spikeId));
  return (
    <Card title="On other numbers in these days" flush>
      <Loaded query={query} what="The look at other numbers" skeleton={<SkeletonRows rows={2} tall />}>
        {(across) =>
          across.others.length === 0 ? (
            <EmptyState title="No other number rose">
              <p>In these days the same signal rose on this number alone.</p>
            </EmptyState>
          ) : (
            <>
              <OtherNumbers across={across} />
              <AllTogether across={across} hrefOf={hrefOf} />
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

function OtherNumbers({ across: { others, moreNumbers } }: { across: SpikeAcrossNumbersDto }) {
  return (
    <ul className="divide-line divide-y">
      {others.map((other) => (
        <li key={other.spikeId} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2">
          <Link href={`/spikes/${encodeURIComponent(other.spikeId)}`} className="link hit">
            {other.name}
          </Link>
          <span className="tabular-nums">
            {timesText(other.rateRatio)}{" "}
            <span className="text-ink-3 text-sm">
              ({timesText(other.ratioInterval[0])} to {timesText(other.ratioInterval[1])})
            </span>
          </span>
          <span className="text-ink-3 text-sm tabular-nums">
            {dayOf(other.startedAt)}
            {other.endedAt === null ? " until now" : ` to ${lastDayOf(other.endedAt)}`}
          </span>
        </li>
      ))}
      {moreNumbers ? (
        <li className="text-ink-3 px-4 py-2 text-sm">Only the clearest rises are taken in here.</li>
      ) : null}
    </ul>
  );
}

function AllTogether({
  across,
  hrefOf,
}: { across: SpikeAcrossNumbersDto } & Pick<AcrossNumbersCardProps, "hrefOf">) {
  const { rules, summary } = across;
  if (rules === null) return null;
  return (
    <div className="border-line border-t">
      <p className="max-w-prose px-4 py-3">All of these numbers as one: {summary}</p>
      {rules.last.causes.length === 0 ? null : (
        <CauseTable
          label="What the excess of all of these numbers goes along with"
          causes={rules.last.causes}
          unexplained={rules.last.unexplained}
          hrefOf={hrefOf}
        />
      )}
    </div>
  );
}
