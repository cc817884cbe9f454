"use client";

import { useTimeZone } from "./clock-provider.tsx";
import { formatInstant, type InstantStyle } from "./format-instant.ts";

/** An instant on the organization's clock. */
export function InstantText({ at, style = "minute" }: { at: string; style?: InstantStyle }) {
  const timeZone = useTimeZone();
  const atMs = Date.parse(at);
  return (
    <time dateTime={at} title={formatInstant(atMs, timeZone, "full")} className="tabular-nums">
      {formatInstant(atMs, timeZone, style)}
    </time>
  );
}
