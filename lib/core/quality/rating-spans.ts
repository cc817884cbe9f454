/** A value held from one instant to the next, or a gap in which nobody looked. Half-open: [from, to). */
export interface HeldSpan {
  readonly kind: "value" | "gap";
  readonly value: string | null;
  readonly from: Date;
  readonly to: Date;
}

export interface RatingSpanInput {
  /** Steps in order of time; one before the range tells what held at its start. */
  readonly steps: readonly { readonly to: string | null; readonly occurredAt: Date }[];
  /** Stretches without a reading, in order of time. */
  readonly gaps: readonly { readonly from: Date; readonly to: Date }[];
  /** The last reading: what was seen then is not assumed to hold for longer than `heldForMs` after it. */
  readonly lastSeenAt: Date | null;
  readonly heldForMs: number;
  readonly range: { readonly from: Date; readonly to: Date };
}

/**
 * What a step strip draws. A rating is held between readings and never interpolated; a stretch without readings is a
 * gap, even when the values at both ends agree, and before the first reading there is nothing at all.
 */
export function ratingSpans(input: RatingSpanInput): HeldSpan[] {
  const start = input.range.from.getTime();
  const end = Math.min(input.range.to.getTime(), knownUntil(input));
  const spans: HeldSpan[] = [];
  input.steps.forEach((step, index) => {
    const from = Math.max(start, step.occurredAt.getTime());
    const to = Math.min(end, input.steps[index + 1]?.occurredAt.getTime() ?? end);
    if (from >= to) return;
    spans.push(...cutGaps({ value: step.to, from, to }, input.gaps));
  });
  const rangeEnd = input.range.to.getTime();
  const silentFrom = Math.max(start, end, input.steps[0]?.occurredAt.getTime() ?? rangeEnd);
  if (silentFrom < rangeEnd) {
    spans.push({ kind: "gap", value: null, from: new Date(silentFrom), to: new Date(rangeEnd) });
  }
  return spans;
}

function knownUntil(input: RatingSpanInput): number {
  return input.lastSeenAt === null ? -Infinity : input.lastSeenAt.getTime() + input.heldForMs;
}

function cutGaps(
  held: { value: string | null; from: number; to: number },
  gaps: readonly { readonly from: Date; readonly to: Date }[],
): HeldSpan[] {
  const spans: HeldSpan[] = [];
  let cursor = held.from;
  const push = (kind: HeldSpan["kind"], from: number, to: number) => {
    if (from < to)
      spans.push({ kind, value: kind === "gap" ? null : held.value, from: new Date(from), to: new Date(to) });
  };
  for (const gap of gaps) {
    const gapFrom = Math.max(cursor, gap.from.getTime());
    const gapTo = Math.min(held.to, gap.to.getTime());
    if (gapFrom >= gapTo) continue;
    push("value", cursor, gapFrom);
    push("gap", gapFrom, gapTo);
    cursor = gapTo;
  }
  push("value", cursor, held.to);
  return spans;
}
