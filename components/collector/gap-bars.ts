import type { CollectorGap } from "@/lib/contracts/collector.ts";

export interface GapBar {
  readonly kind: "gap" | "not-watched";
  /** Fractions of the strip's width, 0 to 1. */
  readonly start: number;
  readonly end: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What a strip of time shows of one connection: the stretch before it was watched at all, and the gaps, clipped to the
 * strip. What is left blank was watched.
 */
export function gapBars(
  gaps: readonly CollectorGap[],
  watchedSince: string,
  range: { readonly fromMs: number; readonly toMs: number },
): GapBar[] {
  const length = range.toMs - range.fromMs;
  if (length <= 0) return [];
  const bar = (kind: GapBar["kind"], from: number, to: number): GapBar[] => {
    const fromMs = Math.max(from, range.fromMs);
    const toMs = Math.min(to, range.toMs);
    if (toMs <= fromMs) return [];
    return [
      { kind, fromMs, toMs, start: (fromMs - range.fromMs) / length, end: (toMs - range.fromMs) / length },
    ];
  };
  return [
    ...bar("not-watched", range.fromMs, Date.parse(watchedSince)),
    ...gaps
      .toReversed()
      .flatMap((gap) => bar("gap", Date.parse(gap.from), gap.to === null ? range.toMs : Date.parse(gap.to))),
  ];
}

/** Time not read within the range, in milliseconds; gaps of one connection never overlap. */
export function gapLength(bars: readonly GapBar[]): number {
  return bars.reduce((sum, bar) => (bar.kind === "gap" ? sum + bar.toMs - bar.fromMs : sum), 0);
}
