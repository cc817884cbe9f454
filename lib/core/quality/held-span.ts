/** Seen by us, or brought in from elsewhere. */
export type SpanSource = "observed" | "import";

/** A value held from one instant to the next, or a gap in which nobody looked. Half-open: [from, to). */
export interface HeldSpan {
  readonly kind: "value" | "gap";
  readonly value: string | null;
  /** Who says so; null for a gap. */
  readonly source: SpanSource | null;
  readonly from: Date;
  readonly to: Date;
}

export interface RatingStep {
  readonly to: string | null;
  readonly occurredAt: Date;
  /** Observed when it is not said. */
  readonly source?: SpanSource;
}
