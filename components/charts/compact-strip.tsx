"use client";

import { useId } from "react";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import type { RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { StripBands, StripGuides, stripHeight, StripRisers } from "./strip-bands.tsx";
import { stripBands, stripRisers, type TimeRange } from "./strip-geometry.ts";
import { bandWords, stripWords } from "./strip-words.ts";

const metrics = { laneHeight: 8, gap: 2, top: 1 };

/** A number's rating history in one table row. */
export function CompactStrip({ spans, range }: { spans: readonly RatingSpan[]; range: TimeRange }) {
  const hatchId = useId();
  const timeZone = useTimeZone();
  const bands = stripBands(spans, range);
  return (
    <svg
      role="img"
      aria-label={stripWords(bands, timeZone)}
      width="100%"
      height={stripHeight(metrics) + 2}
      className="block"
    >
      <StripGuides bands={bands} metrics={metrics} />
      <StripBands
        bands={bands}
        metrics={metrics}
        hatchId={hatchId}
        titleOf={(band) => bandWords(band, timeZone)}
      />
      <StripRisers risers={stripRisers(bands)} metrics={metrics} />
    </svg>
  );
}
