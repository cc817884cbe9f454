"use client";

import { Bar, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { MethodRampDto } from "@/lib/contracts/launches.ts";
import { figureWords } from "./ramp-verdict.ts";

/**
 * What came each day as bars, the plan as a dashed line of steps. The table below says the same, so the picture is left out
 * of the accessibility tree.
 */
export function RampChart({ ramp }: { ramp: MethodRampDto }) {
  const tick = { fill: "var(--color-ink-3)", fontSize: 11 };
  const unit = ramp.unit ?? "opt-ins";
  // Without a ramp the opt-ins are still worth seeing.
  const data = ramp.days.map((one) => ({ ...one, came: ramp.unit === null ? one.optIns : one.actual }));
  const what = { "opt-ins": "Opt-ins", deliveries: "Deliveries", share: "Share of all opt-ins" }[unit];
  return (
    <div aria-hidden="true">
      <p className="text-ink-3 mb-1 text-xs">
        {what} a day{ramp.unit === null ? "" : "; dashed: planned at most"}
      </p>
      <div className="h-56">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={data}
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
            <YAxis
              width={52}
              allowDecimals={unit === "share"}
              tickFormatter={(figure: number) => figureWords(unit, figure)}
              tickLine={false}
              axisLine={false}
              tick={tick}
            />
            <Bar
              dataKey="came"
              fill="var(--color-accent)"
              fillOpacity={0.5}
              maxBarSize={48}
              isAnimationActive={false}
            />
            <Line
              type="stepAfter"
              dataKey="planned"
              stroke="var(--color-ink)"
              strokeWidth={2}
              strokeDasharray="4 3"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </div>
  );
}
