"use client";

import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { BudgetDetailDto } from "@/lib/contracts/budgets.ts";
import { countText, partText } from "./budget-labels.ts";

type Day = BudgetDetailDto["series"][number];

/**
 * What is left of the budget day by day, and dashed what would be left had it been used evenly. The table below says the same,
 * so the picture is left out of the accessibility tree.
 */
export function BurnDownChart({ series }: { series: readonly Day[] }) {
  const tick = { fill: "var(--color-ink-3)", fontSize: 11 };
  const lowest = Math.min(0, ...series.map(({ left }) => left ?? 0));
  const shownAlone = series.filter(({ left }) => left !== null).length <= series.length / 2;
  return (
    <div aria-hidden="true" className="h-56">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...series]}
          accessibilityLayer={false}
          margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--color-line)" />
          <XAxis
            dataKey="day"
            tickFormatter={(day: string) => day.slice(5)}
            minTickGap={40}
            tickLine={false}
            stroke="var(--color-line-strong)"
            tick={tick}
          />
          <YAxis
            width={56}
            domain={[lowest < 0 ? Math.floor(lowest * 4) / 4 : 0, 1]}
            tickFormatter={partText}
            tickCount={5}
            tickLine={false}
            axisLine={false}
            tick={tick}
          />
          <Tooltip
            cursor={{ stroke: "var(--color-line-strong)" }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const day: unknown = payload[0]?.payload;
              return active && isDay(day) ? <DayNote day={day} /> : null;
            }}
          />
          {lowest < 0 ? <ReferenceLine y={0} stroke="var(--color-red)" strokeWidth={1} /> : null}
          <Line
            dataKey="even"
            stroke="var(--color-ink-2)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            connectNulls
            isAnimationActive={false}
          />
          <Line
            dataKey="left"
            stroke="var(--color-accent)"
            strokeWidth={2}
            dot={shownAlone ? { r: 2.5, fill: "var(--color-accent)", strokeWidth: 0 } : false}
            activeDot={{ r: 4 }}
            connectNulls
            isAnimationActive={false}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function isDay(value: unknown): value is Day {
  return typeof value === "object" && value !== null && "day" in value && "left" in value;
}

function DayNote({ day: { day, messages, events, left, even } }: { day: Day }) {
  return (
    <div className="border-line bg-raised rounded-md border px-2.5 py-1.5 text-sm tabular-nums">
      <div className="font-semibold">{day}</div>
      {left === null || even === null ? (
        <div className="text-ink-3">too few to show by themselves</div>
      ) : (
        <div>
          {partText(left)} left, {partText(even)} if used evenly
        </div>
      )}
      {messages === null || events === null ? null : (
        <div className="text-ink-3">
          {countText(events)} signals, {countText(messages)} messages sent
        </div>
      )}
    </div>
  );
}
