"use client";

import { Bar, BarChart, ErrorBar, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { FatigueDto } from "@/lib/contracts/insights.ts";
import { bucketName } from "./fatigue-words.ts";

const fills: Readonly<Record<FatigueDto["buckets"][number]["finding"], string>> = {
  base: "var(--color-accent)",
  within: "var(--color-accent)",
  above: "var(--color-red)",
  open: "var(--color-hatch)",
  "no-exposures": "transparent",
};

/** Per 1,000. One wide interval of few messages must not press all bars flat: beyond four times the highest it is cut. */
export function topOf(buckets: FatigueDto["buckets"]): number {
  const highest = Math.max(0, ...buckets.map(({ rate }) => rate ?? 0)) * 1_000;
  const reach = Math.max(0, ...buckets.map(({ interval }) => interval?.[1] ?? 0)) * 1_000;
  return Math.ceil(highest > 0 ? Math.min(reach, highest * 4) : reach) || 1;
}

/**
 * Rate by messages received, with intervals. The table below says the same in words, so the picture is left out of the
 * accessibility tree.
 */
export function FatigueChart({ buckets }: { buckets: FatigueDto["buckets"] }) {
  const bars = buckets.map((bucket) => ({
    name: bucketName(bucket),
    rate: bucket.rate === null ? null : bucket.rate * 1_000,
    reach:
      bucket.rate === null || bucket.interval === null
        ? [0, 0]
        : [(bucket.rate - bucket.interval[0]) * 1_000, (bucket.interval[1] - bucket.rate) * 1_000],
    fill: fills[bucket.finding],
  }));
  return (
    <div aria-hidden="true" className="h-48">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={bars} accessibilityLayer={false} margin={{ top: 8, right: 8, bottom: 0, left: 0 }}>
          <XAxis
            dataKey="name"
            tickLine={false}
            stroke="var(--color-line-strong)"
            tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
          />
          <YAxis
            width={44}
            tickLine={false}
            axisLine={false}
            tickCount={4}
            domain={[0, topOf(buckets)]}
            allowDataOverflow
            tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
          />
          {/* A bar without height would be left out, and its interval with it. */}
          <Bar dataKey="rate" isAnimationActive={false} maxBarSize={36} minPointSize={1}>
            <ErrorBar dataKey="reach" width={6} stroke="var(--color-ink-2)" strokeWidth={1.5} />
          </Bar>
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
