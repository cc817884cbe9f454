import { formatInstant } from "@/components/clock/format-instant.ts";
import type { Band } from "./strip-geometry.ts";

const mostNamed = 6;

/** The strip as a sentence, for people who do not see it: "12 May, 09:00 GREEN; 3 Jun, 14:05 YELLOW; now YELLOW". */
export function stripWords(bands: readonly Band[], timeZone: string): string {
  const named = bands.slice(-mostNamed);
  const skipped = bands.length - named.length;
  const parts = named.map((band) => `from ${formatInstant(band.fromMs, timeZone, "minute")} ${band.label}`);
  if (skipped > 0) parts.unshift(`${skipped} earlier changes`);
  return `Rating history: ${parts.join("; ")}.`;
}

/** One band in words, for its tooltip and the table. */
export function bandWords(band: Band, timeZone: string): string {
  const from = formatInstant(band.fromMs, timeZone, "minute");
  return `${band.label}: ${from} to ${formatInstant(band.toMs, timeZone, "minute")}`;
}
