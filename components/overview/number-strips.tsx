import Link from "next/link";
import { AsOf } from "@/components/clock/as-of.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { CompactStrip } from "@/components/charts/compact-strip.tsx";
import { fitRange, type TimeRange } from "@/components/charts/strip-geometry.ts";
import { StripLegend } from "@/components/charts/strip-legend.tsx";
import { numberName } from "@/components/phone-numbers/number-name.ts";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import type { OverviewDto } from "@/lib/contracts/overview.ts";
import { messagingLimitLabel } from "@/lib/core/quality/messaging-limit.ts";

type OverviewNumber = OverviewDto["numbers"][number];

/** Every number with its rating over the range, worst first. */
export function NumberStrips({ overview }: { overview: OverviewDto }) {
  const { numbers, counts } = overview;
  const full: TimeRange = { fromMs: Date.parse(overview.rangeFrom), toMs: Date.parse(overview.asOf) };
  const range = fitRange(
    numbers.map((number) => number.ratingSpans),
    full,
  );
  const total = counts.green + counts.yellow + counts.red + counts.other;
  return (
    <Card title="Phone numbers, worst first" aside={<AsOf at={overview.asOf} />} flush>
      {numbers.length === 0 ? (
        <EmptyState title="No phone numbers">
          <p>
            The connected accounts have none that the token may see. The collector page names what it found.
          </p>
        </EmptyState>
      ) : (
        <>
          <div className="text-ink-3 flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-2 text-xs">
            <span>
              Strips run from <InstantText at={new Date(range.fromMs).toISOString()} /> to now
              {range === full ? " (28 days)" : " (all that is known so far)"}
            </span>
            <StripLegend
              withImports={numbers.some((number) =>
                number.ratingSpans.some((span) => span.source === "import"),
              )}
            />
          </div>
          <ul className="divide-line border-line divide-y border-t">
            {numbers.map((number) => (
              <NumberStripRow key={number.id} number={number} range={range} />
            ))}
          </ul>
          {total > numbers.length ? (
            <p className="border-line border-t px-4 py-3">
              <Link href="/phone-numbers" className="link hit">
                All {total} numbers
              </Link>
            </p>
          ) : null}
        </>
      )}
    </Card>
  );
}

function NumberStripRow({ number, range }: { number: OverviewNumber; range: TimeRange }) {
  return (
    <li className="hover:bg-sunken relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2 px-4 py-3 md:grid-cols-[12rem_9rem_1fr_11rem]">
      <div className="min-w-0">
        <Link
          href={`/phone-numbers/${number.id}`}
          className="font-medium tabular-nums underline-offset-3 after:absolute after:inset-0 hover:underline"
        >
          {numberName(number)}
        </Link>
        <p className="text-ink-3 truncate text-xs">{number.verifiedName ?? "no display name"}</p>
      </div>
      <div>
        <RatingBadge raw={number.qualityRating} />
      </div>
      <div className="max-md:col-span-2">
        <CompactStrip spans={number.ratingSpans} range={range} />
      </div>
      <div className="text-ink-3 text-xs max-md:col-span-2">
        <p>
          {number.ratingSince === null ? (
            "never rated so far"
          ) : (
            <>
              for <HeldFor since={number.ratingSince} />
            </>
          )}
        </p>
        <p>{messagingLimitLabel(number.messagingLimit)}</p>
        {number.missingSince === null ? (
          <FreshnessChip freshness={number.freshness} readAt={number.observedAt} />
        ) : (
          <span className="text-amber-ink">no longer listed by Meta</span>
        )}
      </div>
    </li>
  );
}
