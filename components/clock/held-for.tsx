"use client";

import { useFromNow, useTimeZone } from "./clock-provider.tsx";
import { durationText } from "./duration-text.ts";
import { formatInstant } from "./format-instant.ts";

/** How long something has lasted, kept up to date; when it began is in the title. */
export function HeldFor({ since }: { since: string }) {
  const sinceMs = Date.parse(since);
  const timeZone = useTimeZone();
  const text = useFromNow((now) => durationText(now - sinceMs));
  return (
    <time
      dateTime={since}
      title={`since ${formatInstant(sinceMs, timeZone, "full")}`}
      className="tabular-nums"
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
