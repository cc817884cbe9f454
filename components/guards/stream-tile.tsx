"use client";

import dynamic from "next/dynamic";
import type { LaunchGuardDetailDto } from "@/lib/contracts/launch-guards.ts";
import { countText, intervalText, streamLabels, timesText } from "./guard-labels.ts";

const RatioChart = dynamic(async () => (await import("./ratio-chart.tsx")).RatioChart, {
  ssr: false,
  loading: () => <div className="h-36" aria-hidden="true" />,
});

type Stream = LaunchGuardDetailDto["streams"][number];

/** One signal of a launch: how its rate stands to that of others, how sure that is, and what it would take to say more. */
export function StreamTile({
  stream,
  promise,
}: {
  stream: Stream;
  promise: LaunchGuardDetailDto["promise"];
}) {
  const { signal, rateRatio, interval, events, expected, delivered, days } = stream;
  return (
    <li className="border-line min-w-0 rounded-md border p-3">
      <h3 className="text-sm font-semibold">{streamLabels[signal]}</h3>
      {rateRatio === null || interval === null ? (
        <p className="text-ink-3 mt-1 text-sm">Nothing to compare with yet.</p>
      ) : (
        <>
          <p className="mt-1 tabular-nums">
            <span className="text-lg font-semibold">{timesText(rateRatio)}</span>{" "}
            <span className="text-ink-2 text-sm">others ({intervalText(interval)})</span>
          </p>
          <RatioChart days={days} margin={promise.margin} />
          <p className="text-ink-2 mt-2 text-sm tabular-nums">
            {countText(events)}
            {signal === "negative" ? " (weighted)" : ""} after {countText(delivered)} messages; others would
            have sent back {countText(expected)}.
          </p>
          <p className="text-ink-3 mt-1 text-sm">{boundSentence(interval, promise.margin)}</p>
        </>
      )}
    </li>
  );
}

/** What the interval says, in words. */
function boundSentence([low, high]: NonNullable<Stream["interval"]>, margin: number): string {
  if (low > 1) return `Surely worse than others: even at the low end ${timesText(low)}.`;
  if (high !== null && high <= margin)
    return `Surely not much worse: at most ${timesText(high)}, under the margin of ${timesText(margin)}.`;
  if (high !== null && high < 1) return `Surely better than others: at most ${timesText(high)}.`;
  return `Too early to say: ${intervalText([low, high])}.`;
}
