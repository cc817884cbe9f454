"use client";

import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { PollRunDto } from "@/lib/contracts/connections.ts";
import { pollBars } from "./poll-bars.ts";

/**
 * How long the last rounds took, oldest first. The table below says the same in words, so the picture is left out of
 * the accessibility tree; a round that failed stands out by its colour here and by its words there.
 */
export function PollChart({ polls, timeZone }: { polls: readonly PollRunDto[]; timeZone: string }) {
  const bars = pollBars(polls, timeZone);
  if (bars.length < 2) return null;
  return (
    <div aria-hidden="true" className="h-32 px-2 pt-3">
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bars]}
          accessibilityLayer={false}
          margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
        >
          <XAxis
            dataKey="label"
            tickLine={false}
            minTickGap={48}
            stroke="var(--color-line-strong)"
            tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
          />
          <YAxis
            width={44}
            tickLine={false}
            axisLine={false}
            tickCount={3}
            unit=" s"
            tick={{ fill: "var(--color-ink-3)", fontSize: 11 }}
          />
          <Tooltip
            cursor={{ fill: "var(--color-sunken)" }}
            contentStyle={{
              background: "var(--color-raised)",
              border: "1px solid var(--color-line)",
              borderRadius: 6,
              color: "var(--color-ink)",
            }}
            itemStyle={{ color: "var(--color-ink-2)" }}
            formatter={(value) => [`${String(value)} s`, "took"]}
          />
          <Bar dataKey="seconds" isAnimationActive={false} maxBarSize={18} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
