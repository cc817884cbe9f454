"use client";

import { useId } from "react";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { formatInstant } from "@/components/clock/format-instant.ts";
import { percent } from "@/components/charts/strip-geometry.ts";
import { StripTicks } from "@/components/charts/strip-ticks.tsx";
import type { TimeTick } from "@/components/charts/time-ticks.ts";
import type { GapBar } from "./gap-bars.ts";

const barHeight = 18;
const height = barHeight + 20;

interface GapStripProps {
  name: string;
  /** The strip in words. */
  words: string;
  bars: readonly GapBar[];
  ticks: readonly TimeTick[];
}

/**
 * Time from left to right: filled where it was watched, hatched in gaps, dashed before watching began. Positions are
 * attributes in percent: no inline styles, which a strict Content-Security-Policy would refuse.
 */
export function GapStrip({ name, words, bars, ticks }: GapStripProps) {
  const hatchId = useId();
  const timeZone = useTimeZone();
  return (
    <svg
      role="img"
      aria-label={`${name}: ${words}`}
      width="100%"
      height={height}
      className="block overflow-visible"
    >
      <defs>
        <pattern
          id={hatchId}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" className="stroke-amber-ink" strokeWidth="2" />
        </pattern>
      </defs>
      <rect width="100%" height={barHeight} className="fill-accent-soft" />
      {bars.map((bar) => {
        const place = { x: percent(bar.start), width: percent(bar.end - bar.start) };
        const from = formatInstant(bar.fromMs, timeZone, "minute");
        const to = formatInstant(bar.toMs, timeZone, "minute");
        return bar.kind === "gap" ? (
          <g key={`gap ${bar.fromMs}`}>
            <title>{`Not read: ${from} to ${to}`}</title>
            {/* The outline keeps a gap of minutes visible in a strip of weeks. */}
            <rect {...place} height={barHeight} className="fill-surface stroke-amber-ink" strokeWidth="1.2" />
            <rect {...place} height={barHeight} fill={`url(#${hatchId})`} />
          </g>
        ) : (
          <rect
            key={`before ${bar.fromMs}`}
            {...place}
            y="0.5"
            height={barHeight - 1}
            strokeDasharray="3 3"
            className="fill-surface stroke-line-strong"
          >
            <title>{`Not watched before ${to}`}</title>
          </rect>
        );
      })}
      <StripTicks ticks={ticks} top={barHeight} />
    </svg>
  );
}
