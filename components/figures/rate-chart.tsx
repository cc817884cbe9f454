"use client";

import {
  Area,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { timeTicks } from "@/components/charts/time-ticks.ts";
import { countText, perThousand } from "./figure-words.ts";
import type { LetteredMark } from "./chart-marks.ts";
import type { SeriesPoint } from "./rate-series.ts";
import { rateScale } from "./rate-scale.ts";

interface RateChartProps {
  series: readonly SeriesPoint[];
  marks: readonly LetteredMark[];
  fromMs: number;
  toMs: number;
}

/**
 * A rate over time with its 95 % band; what may explain a turn stands as lettered vertical lines. The table below says
 * the same in words, so the picture is left out of the accessibility tree.
 */
export function RateChart({ series, marks, fromMs, toMs }: RateChartProps) {
  // Cells are of UTC, so the axis is too.
  const ticks = timeTicks({ fromMs, toMs }, "UTC", 7);
  const label = (ms: number) => ticks.find((tick) => tick.ms === ms)?.label ?? "";
  const top =
    rateScale(
      series.map(({ rate, band }) => ({
        rate: rate === null ? null : rate / 1_000,
        interval: band === null ? null : [band[0] / 1_000, band[1] / 1_000],
      })),
    ) * 1_000;
  const tick = { fill: "var(--color-ink-3)", fontSize: 11 };
  return (
    <div aria-hidden="true" className="h-64">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart
          data={[...series]}
          accessibilityLayer={false}
          margin={{ top: 18, right: 12, bottom: 0, left: 0 }}
        >
          <XAxis
            type="number"
            dataKey="ms"
            domain={[Math.min(fromMs, series[0]?.ms ?? fromMs), toMs]}
            ticks={ticks.map(({ ms }) => ms)}
            tickFormatter={label}
            tickLine={false}
            stroke="var(--color-line-strong)"
            tick={tick}
          />
          <YAxis
            width={44}
            domain={[0, top]}
            allowDataOverflow
            tickCount={5}
            tickLine={false}
            axisLine={false}
            tick={tick}
          />
          <Tooltip
            cursor={{ stroke: "var(--color-line-strong)" }}
            isAnimationActive={false}
            content={({ active, payload }) => {
              const point: unknown = payload[0]?.payload;
              return active && isPoint(point) ? <PointNote point={point} /> : null;
            }}
          />
          <Area
            dataKey="band"
            stroke="none"
            fill="var(--color-accent)"
            fillOpacity={0.16}
            isAnimationActive={false}
            activeDot={false}
            dot={false}
          />
          {marks.map(({ letter, ms, label: words }) => (
            <ReferenceLine
              key={`${letter} ${words}`}
              x={ms}
              stroke="var(--color-ink-2)"
              strokeDasharray="3 3"
              label={{ value: letter, position: "top", fill: "var(--color-ink-2)", fontSize: 11 }}
            />
          ))}
          <Line
            dataKey="rate"
            stroke="var(--color-accent)"
            strokeWidth={1.75}
            isAnimationActive={false}
            activeDot={{ r: 4 }}
            dot={({ cx, cy, payload, index }) => (
              <PointDot key={index} cx={cx} cy={cy} isHollow={isPoint(payload) && payload.isFew} />
            )}
          />
          <Line
            dataKey="unshown"
            stroke="none"
            isAnimationActive={false}
            activeDot={false}
            dot={({ cx, cy, index }) => <PointDot key={index} cx={cx} cy={cy} isHollow isUnshown />}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

function isPoint(value: unknown): value is SeriesPoint {
  return typeof value === "object" && value !== null && "day" in value && "band" in value;
}

interface PointDotProps {
  cx: number | undefined;
  cy: number | undefined;
  isHollow: boolean;
  isUnshown?: boolean;
}

function PointDot({ cx, cy, isHollow, isUnshown = false }: PointDotProps) {
  if (typeof cx !== "number" || typeof cy !== "number" || Number.isNaN(cy)) return <g />;
  return (
    <circle
      cx={cx}
      cy={cy}
      r={isHollow ? 3 : 2.25}
      fill={isHollow ? "var(--color-surface)" : "var(--color-accent)"}
      stroke={isUnshown ? "var(--color-ink-3)" : "var(--color-accent)"}
      strokeWidth={1.5}
      {...(isUnshown ? { strokeDasharray: "2 1.5" } : {})}
    />
  );
}

function PointNote({ point: { day, kind, rate, band, exposures, negative } }: { point: SeriesPoint }) {
  return (
    <div className="border-line bg-raised rounded-md border px-2.5 py-1.5 text-sm tabular-nums">
      <div className="font-semibold">{day}</div>
      {kind === "hidden" ? (
        <div>too few to show</div>
      ) : kind === "none-sent" || rate === null ? (
        <div>none sent</div>
      ) : (
        <>
          <div>{perThousand(rate / 1_000)} per 1,000</div>
          {band === null ? null : (
            <div className="text-ink-2">
              95 % interval {band.map((end) => perThousand(end / 1_000)).join(" to ")}
            </div>
          )}
          <div className="text-ink-3">
            {countText(negative ?? 0)} signals, {countText(exposures ?? 0)} exposures
          </div>
        </>
      )}
    </div>
  );
}
