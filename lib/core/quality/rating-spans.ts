import type { HeldSpan, RatingStep } from "./held-span.ts";
import { fillWithImports } from "./imported-spans.ts";

export interface RatingSpanInput {
  /**
   * Steps in order of time; the last one of each source before the range tells what held at its start. Imported steps
   * count only where nobody looked.
   */
  readonly steps: readonly RatingStep[];
  /** Stretches without a reading, in order of time. */
  readonly gaps: readonly { readonly from: Date; readonly to: Date }[];
  /** The last reading: what was seen then is not assumed to hold for longer than `heldForMs` after it. */
  readonly lastSeenAt: Date | null;
  readonly heldForMs: number;
  readonly range: { readonly from: Date; readonly to: Date };
  /** The first reading, when it may be older than the first step: nothing imported is drawn over it. */
  readonly observedFrom?: Date | undefined;
}

/**
 * What a step strip draws. A rating is held between readings and never interpolated; a stretch without readings is a
 * gap, even when the values at both ends agree, and before the first reading there is nothing at all. Where nobody
 * looked, imported history is drawn and named as such.
 */
export function ratingSpans(input: RatingSpanInput): HeldSpan[] {
  const imported = input.steps.filter((step) => step.source === "import");
  if (imported.length === 0) return observedSpans(input);
  const observed = input.steps.filter((step) => step.source !== "import");
  const first = observed[0]?.occurredAt;
  const { observedFrom } = input;
  // Watched before Meta gave a rating: that is a reading, of nothing.
  const watchedEarlier = observedFrom !== undefined && (first === undefined || observedFrom < first);
  const steps = watchedEarlier ? [{ to: null, occurredAt: observedFrom }, ...observed] : observed;
  return fillWithImports(observedSpans({ ...input, steps }), imported, {
    ...input,
    observedFrom: steps[0]?.occurredAt ?? null,
    knownUntilMs: knownUntil(input),
  });
}

function observedSpans(input: RatingSpanInput): HeldSpan[] {
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
    spans.push({
      kind: "gap",
      value: null,
      source: null,
      from: new Date(silentFrom),
      to: new Date(rangeEnd),
    });
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
    if (from >= to) return;
    const told =
      kind === "gap"
        ? ({ value: null, source: null } as const)
        : ({ value: held.value, source: "observed" } as const);
    spans.push({ kind, ...told, from: new Date(from), to: new Date(to) });
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
