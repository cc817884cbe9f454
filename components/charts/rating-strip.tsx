"use client";

import { useId } from "react";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import type { EventMark, RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { StripMark } from "./strip-mark.tsx";
import { laneTop, StripBands, StripGuides, stripHeight, StripRisers } from "./strip-bands.tsx";
import {
  fractionOf,
  lookBackWindows,
  percent,
  stripBands,
  stripRisers,
  type TimeRange,
} from "./strip-geometry.ts";
import { StripTicks } from "./strip-ticks.tsx";
import { bandWords, stripWords } from "./strip-words.ts";
import { timeTicks } from "./time-ticks.ts";

const metrics = { laneHeight: 26, gap: 6, top: 22 };
const plotHeight = stripHeight(metrics);
const axisTop = metrics.top + plotHeight + 6;
const height = axisTop + 20;
/** Meta rates a number on the last seven days, newer messages weighing more. */
const lookBackMs = 7 * 86_400_000;

/** On a shorter range the window would cover everything and say nothing. */
export function showsLookBack(range: TimeRange): boolean {
  return range.toMs - range.fromMs > 1.5 * lookBackMs;
}

const lanes = ["GREEN", "YELLOW", "RED"] as const;

interface RatingStripProps {
  spans: readonly RatingSpan[];
  marks: readonly EventMark[];
  range: TimeRange;
}

/** A number's rating as a step strip with event marks and a time axis. */
export function RatingStrip({ spans, marks, range }: RatingStripProps) {
  const hatchId = useId();
  const timeZone = useTimeZone();
  const bands = stripBands(spans, range);
  const risers = stripRisers(bands);
  const ticks = timeTicks(range, timeZone, 7);
  const windows = showsLookBack(range) ? lookBackWindows(risers, range, lookBackMs) : [];
  return (
    <div className="grid grid-cols-[3.75rem_1fr] gap-x-2">
      <svg width="60" height={height} aria-hidden="true" className="fill-ink-3 text-[11px] font-medium">
        {lanes.map((lane, index) => (
          <text key={lane} x="60" y={laneTop(index, metrics) + metrics.laneHeight / 2 + 4} textAnchor="end">
            {lane}
          </text>
        ))}
      </svg>
      <div className="relative min-w-0">
        <svg
          role="img"
          aria-label={stripWords(bands, timeZone)}
          width="100%"
          height={height}
          className="block overflow-visible"
        >
          {windows.map((window) => (
            <rect
              key={window.start}
              x={percent(window.start)}
              width={percent(window.end - window.start)}
              y={metrics.top - 4}
              height={plotHeight + 8}
              className="fill-window"
            />
          ))}
          <StripGuides bands={bands} metrics={metrics} />
          <StripBands
            bands={bands}
            metrics={metrics}
            hatchId={hatchId}
            titleOf={(band) => bandWords(band, timeZone)}
          />
          <StripRisers risers={risers} metrics={metrics} />
          <StripTicks ticks={ticks} top={axisTop} />
        </svg>
        <svg width="100%" height={height} className="pointer-events-none absolute inset-0 overflow-visible">
          {marks.map((mark) => (
            <StripMark
              key={mark.id}
              mark={mark}
              x={percent(fractionOf(Date.parse(mark.occurredAt), range))}
              bottom={metrics.top + plotHeight}
            />
          ))}
        </svg>
      </div>
    </div>
  );
}
