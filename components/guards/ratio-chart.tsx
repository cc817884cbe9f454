"use client";

import { Area, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { LaunchGuardDetailDto } from "@/lib/contracts/launch-guards.ts";
import { timesText } from "./guard-labels.ts";

type Day = LaunchGuardDetailDto["streams"][number]["days"][number];

/** Ratios outside of this are drawn at its edge. */
const [lowest, highest] = [0.2, 8];
const inView = (ratio: number) => Math.min(highest, Math.max(lowest, ratio));

/**
 * The ratio after each day with its interval, on a scale on which twice and half are as far from 1. The numbers stand beside it, so the picture is left out
 * of the accessibility tree.
 */
export function RatioChart({ days, margin }: { days: readonly Day[]; margin: number }) {
  const tick = { fill: "var(--color-ink-3)", fontSize: 11 };
  const data = days.map(({ day, rateRatio, interval }) => ({
    day,
    ratio: rateRatio === null ? null : inView(rateRatio),
    band: interval === null ? null : [inView(interval[0]), inView(interval[1] ?? highest)],
  }));
  return (
    <div aria-hidden="true" className="h-36">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={data}
          accessibilityLayer={false}
          margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
        >
          <XAxis
            dataKey="day"
            tickFormatter={(day: string) => day.slice(5)}
            minTickGap={40}
            tickLine={false}
            stroke="var(--color-line-strong)"
            tick={tick}
          />
          <YAxis
            width={36}
            scale="log"
            domain={[lowest, highest]}
            ticks={[0.25, 0.5, 1, 2, 4, 8]}
            tickFormatter={(ratio: number) => timesText(ratio).replace(/\.?0+×$/, "×")}
            tickLine={false}
            axisLine={false}
            tick={tick}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill="var(--color-accent)"
            fillOpacity={0.18}
            isAnimationActive={false}
            activeDot={false}
          />
          <ReferenceLine y={1} stroke="var(--color-ink-3)" />
          <ReferenceLine y={margin} stroke="var(--color-ink-3)" strokeDasharray="3 3" />
          <Line
            dataKey="ratio"
            stroke="var(--color-accent)"
            strokeWidth={2}
            dot={data.length === 1}
            activeDot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
