import type { Bucket } from "./clean-window.ts";
import { maturedExposure, type DelayCurve } from "./delay-curve.ts";
import {
  agesWatched,
  toldSignals,
  type NumberSeries,
  type StreamKind,
  type WatchedSignal,
} from "./stream-stand.ts";
import { weightedEvents } from "./weighted-signal.ts";

/** The signals that a stream counts. */
export const signalsOf = (kind: StreamKind): readonly WatchedSignal[] =>
  kind === "negative" ? toldSignals : [kind];

/** One day of a stream: messages by how much feedback of theirs was due on it, and its events. `scale` divides the weighted sum. */
export function streamBucket(
  kind: StreamKind,
  series: NumberSeries,
  day: number,
  { curve, scale }: { readonly curve: DelayCurve; readonly scale: number | null },
): Bucket {
  const byAge = Array.from({ length: agesWatched }, (_, age) => series.get(day - age)?.exposures ?? 0);
  const counts = series.get(day)?.signals;
  return {
    at: day,
    // Thousandths are enough, and keep what is stored of a stand short.
    exposure: Math.round(1_000 * maturedExposure(curve, byAge)) / 1_000,
    events: kind === "negative" ? weightedEvents(counts ?? {}, scale ?? 1) : (counts?.[kind] ?? 0),
    seasons: [(((day + 3) % 7) + 7) % 7],
  };
}
