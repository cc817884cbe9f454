"use client";

import {
  Bar,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { SpikeDetailDto } from "@/lib/contracts/spikes.ts";

type Day = SpikeDetailDto["series"][number];

/**
 * Signals of each day as bars, what is usual for as many messages as a line, the spike as a band. The table below says the
 * same, so the picture is left out of the accessibility tree.
 */
export function SpikeChart({ series, from, to }: { series: readonly Day[]; from: string; to: string }) {
  const tick = { fill: "var(--color-ink-3)", fontSize: 11 };
  return (
    <div aria-hidden="true" className="h-64">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...series]}
          accessibilityLayer={false}
          barCategoryGap={1}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        >
          <XAxis
            dataKey="day"
            tickFormatter={(day: string) => day.slice(5)}
            minTickGap={40}
            tickLine={false}
            stroke="var(--color-line-strong)"
            tick={tick}
          />
          <YAxis width={44} allowDecimals={false} tickLine={false} axisLine={false} tick={tick} />
          <ReferenceArea x1={from} x2={to} fill="var(--color-amber)" fillOpacity={0.14} stroke="none" />
          <Tooltip
            cursor={{ fill: "var(--color-line)", fillOpacity: 0.5 }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const day: unknown = payload[0]?.payload;
              return active && isDay(day) ? <DayNote day={day} /> : null;
            }}
          />
          <Bar dataKey="signals" fill="var(--color-accent)" isAnimationActive={false} />
          <Line
            dataKey="usual"
            stroke="var(--color-ink-2)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function isDay(value: unknown): value is Day {
  return typeof value === "object" && value !== null && "day" in value && "usual" in value;
}

function DayNote({ day: { day, signals, usual, exposures } }: { day: Day }) {
  return (
    <div className="border-line bg-raised rounded-md border px-2.5 py-1.5 text-sm tabular-nums">
      <div className="font-semibold">{day}</div>
      <div>
        {signals.toLocaleString("en-US")} signals{usual === null ? "" : `, usual ${usual.toFixed(1)}`}
      </div>
      <div className="text-ink-3">{exposures.toLocaleString("en-US")} messages sent</div>
    </div>
  );
}
