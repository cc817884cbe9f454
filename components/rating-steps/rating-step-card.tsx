"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { RatingStepDto } from "@/lib/contracts/rating-steps.ts";
import { ratingStepsQuery } from "./queries.ts";
import { StepWeekTables } from "./step-week-tables.tsx";

/** Changes of the rating, each with what the seven days before it looked like: an association, never Meta's reason. */
export function RatingStepCard({ phoneNumberId }: { phoneNumberId: string }) {
  const query = useQuery(ratingStepsQuery(phoneNumberId));
  return (
    <Card
      title="Changes of the rating, and the week before"
      flush
      aside={query.data === undefined ? undefined : <AsOf at={query.dataUpdatedAt} />}
    >
      <Loaded query={query} what="The list of rating changes" skeleton={<SkeletonRows rows={2} tall />}>
        {({ data, nextCursor }) =>
          data.length === 0 ? (
            <EmptyState title="No change of the rating">
              <p>The rating has not moved between GREEN, YELLOW and RED while Staygreen looked.</p>
            </EmptyState>
          ) : (
            <>
              <ul className="divide-line divide-y">
                {data.map((step) => (
                  <StepRow key={step.id} step={step} />
                ))}
              </ul>
              {nextCursor === null ? null : (
                <p className="border-line text-ink-3 border-t px-4 py-2 text-sm">
                  The newest changes. The history below goes further back.
                </p>
              )}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

function StepRow({ step }: { step: RatingStepDto }) {
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <RatingBadge raw={step.from} />
        <span aria-hidden="true">→</span>
        <span className="sr-only">to</span>
        <RatingBadge raw={step.to} />
        <span className="text-ink-3 text-sm">
          <InstantText at={step.occurredAt} />
        </span>
      </div>
      <p className="text-ink-2 mt-1 max-w-prose">{step.summary}</p>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
        {step.spikeIds.map((id, index) => (
          <Link key={id} href={`/spikes/${encodeURIComponent(id)}`} className="link hit">
            {step.spikeIds.length === 1 ? "The spike in that week" : `Spike ${index + 1} in that week`}
          </Link>
        ))}
      </div>
      {step.weeks.every(({ finding }) => finding === "not-known") ? null : (
        <Disclosure summary="The figures of that week">
          <StepWeekTables step={step} />
        </Disclosure>
      )}
    </li>
  );
}
