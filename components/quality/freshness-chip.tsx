"use client";

import type { ReactNode } from "react";
import { useFromNow } from "@/components/clock/clock-provider.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import type { Freshness } from "@/lib/core/collection/freshness.ts";

/** Nothing while fresh: silence is the good state. `readAt` is the last good reading. */
export function FreshnessChip({ freshness, readAt }: { freshness: Freshness; readAt: string | null }) {
  const atMs = readAt === null ? null : Date.parse(readAt);
  const age = useFromNow((now) => (atMs === null ? "" : durationText(now - atMs)));
  switch (freshness) {
    case "fresh":
      return null;
    case "amber":
      return <Chip className="bg-amber-soft text-amber-ink">Late: no reading for {age}</Chip>;
    case "red":
      return <Chip className="bg-red-soft text-red-ink">Stale: no reading for {age}</Chip>;
    case "never":
      return <Chip className="bg-sunken text-ink-2">Never read</Chip>;
  }
}

function Chip({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap tabular-nums ${className}`}
    >
      <svg
        width="11"
        height="11"
        viewBox="0 0 12 12"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        <circle cx="6" cy="6" r="5" />
        <path d="M6 3v3.2l2 1.3" />
      </svg>
      <span suppressHydrationWarning>{children}</span>
    </span>
  );
}
