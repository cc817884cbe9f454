import type { HeldSpan, RatingStep } from "./held-span.ts";

interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** What was observed when: imported history stands only outside of it. */
export interface Watching {
  readonly gaps: readonly Stretch[];
  /** The first reading; null when there was none. */
  readonly observedFrom: Date | null;
  /** Until when the last reading is taken to hold, in milliseconds; -Infinity when there was none. */
  readonly knownUntilMs: number;
}

/** The imported steps that fall where nobody looked. What was observed is never contradicted by a file. */
export function standingImports<S extends RatingStep>(imported: readonly S[], watching: Watching): S[] {
  const firstMs = watching.observedFrom?.getTime() ?? Infinity;
  return imported.filter(({ occurredAt }) => {
    const atMs = occurredAt.getTime();
    if (atMs < firstMs || atMs >= watching.knownUntilMs) return true;
    return watching.gaps.some((gap) => gap.from.getTime() <= atMs && atMs < gap.to.getTime());
  });
}

/**
 * Puts imported history where the observed spans have nothing or a gap. Inside a gap it begins with the first imported
 * step of that gap, since what held before is not known to have gone on; it ends where looking begins again. After the
 * last reading it ends with the last imported step: nothing says how long that held.
 *
 * @param observed the spans of the observed steps alone, in order of time.
 */
export function fillWithImports(
  observed: readonly HeldSpan[],
  imported: readonly RatingStep[],
  input: Watching & { readonly range: Stretch },
): HeldSpan[] {
  const standing = standingImports(imported, input);
  const startMs = input.range.from.getTime();
  const endMs = input.range.to.getTime();
  const spans: HeldSpan[] = [];
  const leadMs = Math.min(endMs, input.observedFrom?.getTime() ?? endMs);
  if (leadMs > startMs) {
    spans.push(...fill({ fromMs: startMs, toMs: leadMs, sinceMs: -Infinity, before: "nothing" }, standing));
  }
  for (let index = 0; index < observed.length; index++) {
    const span = observed[index];
    if (span === undefined) break;
    if (span.kind === "value") {
      spans.push(span);
      continue;
    }
    const fromMs = span.from.getTime();
    if (fromMs < leadMs) continue;
    while (observed[index + 1]?.kind === "gap") index++;
    const toMs = observed[index]?.to.getTime() ?? endMs;
    const lastsMs = toMs === endMs && endMs > input.knownUntilMs ? lastOf(standing) : toMs;
    const sinceMs = fromMs > startMs ? fromMs : unseenSince(fromMs, input);
    spans.push(...fill({ fromMs, toMs, sinceMs, before: "gap", lastsMs }, standing));
  }
  return spans;
}

interface Hole {
  readonly fromMs: number;
  readonly toMs: number;
  /** Since when nobody looks: older imports say nothing about it. */
  readonly sinceMs: number;
  /** What to draw where no import speaks. */
  readonly before: "nothing" | "gap";
  /** Until when the last import may hold; the end of the hole when it is not given. */
  readonly lastsMs?: number;
}

function fill(hole: Hole, imported: readonly RatingStep[]): HeldSpan[] {
  const spans: HeldSpan[] = [];
  const gap = (fromMs: number, toMs: number) => {
    if (fromMs >= toMs || hole.before === "nothing") return;
    spans.push({ kind: "gap", value: null, source: null, from: new Date(fromMs), to: new Date(toMs) });
  };
  const steps = imported.filter(({ occurredAt }) => {
    const atMs = occurredAt.getTime();
    return atMs >= hole.sinceMs && atMs < hole.toMs;
  });
  const end = Math.max(hole.fromMs, Math.min(hole.toMs, hole.lastsMs ?? hole.toMs));
  let reached = hole.fromMs;
  steps.forEach((step, index) => {
    const fromMs = Math.max(hole.fromMs, step.occurredAt.getTime());
    const toMs = Math.min(end, steps[index + 1]?.occurredAt.getTime() ?? end);
    if (fromMs >= toMs) return;
    gap(reached, fromMs);
    const last = spans.at(-1);
    const goesOn = last?.kind === "value" && last.value === step.to && last.to.getTime() === fromMs;
    if (goesOn) spans.pop();
    spans.push({
      kind: "value",
      value: step.to,
      source: "import",
      from: goesOn ? last.from : new Date(fromMs),
      to: new Date(toMs),
    });
    reached = toMs;
  });
  gap(reached, hole.toMs);
  return spans;
}

/** The beginning of the stretch without a reading that holds at `atMs`. */
function unseenSince(atMs: number, watching: Watching): number {
  let since = watching.knownUntilMs <= atMs ? watching.knownUntilMs : atMs;
  for (const gap of watching.gaps.toReversed()) {
    if (gap.from.getTime() < since && gap.to.getTime() >= since) since = gap.from.getTime();
  }
  return since;
}

function lastOf(steps: readonly RatingStep[]): number {
  return steps.at(-1)?.occurredAt.getTime() ?? -Infinity;
}
