"use client";

import { useFromNow, useTimeZone } from "./clock-provider.tsx";
import { formatInstant } from "./format-instant.ts";
import { relativeTime } from "./relative-time.ts";

/** How long ago, kept up to date; the exact instant is in the title. */
export function Ago({ at }: { at: string }) {
  const atMs = Date.parse(at);
  const timeZone = useTimeZone();
  const text = useFromNow((now) => relativeTime(atMs, now));
  return (
    <time
      dateTime={at}
      title={formatInstant(atMs, timeZone, "full")}
      className="tabular-nums"
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
