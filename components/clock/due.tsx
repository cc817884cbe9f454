"use client";

import { useFromNow, useTimeZone } from "./clock-provider.tsx";
import { formatInstant } from "./format-instant.ts";
import { relativeTime } from "./relative-time.ts";

/** When something planned will happen; "now" once its time has come. */
export function Due({ at }: { at: string }) {
  const atMs = Date.parse(at);
  const timeZone = useTimeZone();
  const text = useFromNow((now) => (atMs <= now + 1_000 ? "now" : relativeTime(atMs, now)));
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
