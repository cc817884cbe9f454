import type { RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { rankedRatings, ratingLabel, readRating } from "@/lib/core/quality/rating.ts";

/**
 * From held spans to the picture of a step strip. Positions are fractions of the width (0 to 1), so that the picture
 * can be drawn in percent without knowing its size. Lanes are ordinal: 0 GREEN on top, 2 RED at the bottom.
 */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export type BandKind = "ranked" | "not-rated" | "unknown" | "absent" | "gap";

export interface Band {
  readonly kind: BandKind;
  /** 0 to 2 for a ranked rating; null otherwise. */
  readonly lane: number | null;
  /** Brought in from elsewhere, not seen by a poll. */
  readonly imported: boolean;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Bands in order, without holes: what no span covers is a gap. */
export function stripBands(spans: readonly RatingSpan[], range: TimeRange): Band[] {
  const bands: Band[] = [];
  const add = (
    kind: BandKind,
    lane: number | null,
    label: string,
    fromMs: number,
    toMs: number,
    imported = false,
  ) => {
    if (toMs <= fromMs) return;
    const last = bands.at(-1);
    const joins = last !== undefined && last.kind === kind && last.label === label && last.toMs === fromMs;
    const start = joins ? last.fromMs : fromMs;
    if (joins) bands.pop();
    bands.push({
      kind,
      lane,
      imported,
      label,
      fromMs: start,
      toMs,
      start: fractionOf(start, range),
      end: fractionOf(toMs, range),
    });
  };
  let reached = range.fromMs;
  for (const span of spans) {
    const fromMs = Math.max(Date.parse(span.from), reached);
    const toMs = Math.min(Date.parse(span.to), range.toMs);
    if (toMs <= fromMs) continue;
    add("gap", null, gapLabel, reached, fromMs);
    if (span.kind === "gap") add("gap", null, gapLabel, fromMs, toMs);
    else {
      const reading = readRating(span.value);
      const lane = reading.kind === "ranked" ? rankedRatings.indexOf(reading.rating) : null;
      const imported = span.source === "import";
      const label = `${ratingLabel(span.value)}${imported ? " (imported)" : ""}`;
      add(reading.kind, lane, label, fromMs, toMs, imported);
    }
    reached = toMs;
  }
  add("gap", null, gapLabel, reached, range.toMs);
  return bands;
}

const gapLabel = "no reading";

export function fractionOf(ms: number, range: TimeRange): number {
  const length = range.toMs - range.fromMs;
  return length <= 0 ? 0 : Math.min(1, Math.max(0, (ms - range.fromMs) / length));
}

export interface Riser {
  readonly at: number;
  readonly atMs: number;
  readonly fromLane: number;
  readonly toLane: number;
}

/** Where one ranked rating directly follows another. */
export function stripRisers(bands: readonly Band[]): Riser[] {
  return bands.flatMap((band, index) => {
    const before = bands[index - 1];
    if (before?.lane === undefined || before.lane === null || band.lane === null) return [];
    return [{ at: band.start, atMs: band.fromMs, fromLane: before.lane, toLane: band.lane }];
  });
}

/** The stretch before each step that Meta's rating looks back on; stretches that touch are one. */
export function lookBackWindows(
  risers: readonly Riser[],
  range: TimeRange,
  windowMs: number,
): { start: number; end: number }[] {
  const windows: { start: number; end: number }[] = [];
  for (const riser of risers) {
    const start = fractionOf(riser.atMs - windowMs, range);
    const last = windows.at(-1);
    if (last !== undefined && start <= last.end) last.end = riser.at;
    else windows.push({ start, end: riser.at });
  }
  return windows;
}

/** Below this share of known time a default range shows next to nothing. */
const sparseShare = 0.15;

/**
 * The range to draw when nobody asked for a certain one: the full range, or, while watching has only just begun, the
 * stretch since the first reading.
 */
export function fitRange(spanLists: readonly (readonly RatingSpan[])[], range: TimeRange): TimeRange {
  let first = Number.POSITIVE_INFINITY;
  for (const spans of spanLists) {
    const known = spans.find((span) => span.kind === "value");
    if (known !== undefined) first = Math.min(first, Date.parse(known.from));
  }
  const length = range.toMs - range.fromMs;
  if (!Number.isFinite(first) || range.toMs - first >= length * sparseShare) return range;
  const known = Math.max(60_000, range.toMs - first);
  return { fromMs: Math.max(range.fromMs, range.toMs - known * 1.03), toMs: range.toMs };
}

/** A fraction of the strip's width as SVG takes it: it can be drawn without knowing its size. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}
