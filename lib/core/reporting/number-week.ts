import { ratingMove, ratingRank, rankedRatings, type RankedRating } from "../quality/rating.ts";
import type { HeldSpan, RatingStep } from "../quality/held-span.ts";
import { standingImports } from "../quality/imported-spans.ts";
import { ratingSpans } from "../quality/rating-spans.ts";

/** What is stored about one phone number, over a range that covers the weeks to be told. */
export interface NumberFacts {
  readonly id: string;
  readonly name: string;
  readonly firstSeenAt: Date;
  /** The first reading of our own, where history was brought in from before it. */
  readonly observedFrom?: Date;
  readonly lastSeenAt: Date;
  /** How long a reading is taken to hold when none follows it. */
  readonly heldForMs: number;
  /** Since when polls no longer list it, if so. */
  readonly missingSince: Date | null;
  /** Its connection was removed: nobody looks any more, and nobody should. */
  readonly connectionEnded: boolean;
  /** Every step of the range in order of time, and the last one of each source before it. */
  readonly steps: readonly RatingStep[];
  /** The last rating with a rank before the range; readings without one may have followed it. */
  readonly rankedBefore: RankedRating | null;
  /** Stretches without a reading, in order of time. */
  readonly gaps: readonly { readonly from: Date; readonly to: Date }[];
}

/** One phone number in one week, or in the part of it that has passed. */
export interface NumberWeek {
  readonly id: string;
  readonly name: string;
  readonly ratingAtStart: RankedRating | null;
  readonly ratingAtEnd: RankedRating | null;
  /** Whether somebody was looking at the end, whatever they saw. */
  readonly watchedAtEnd: boolean;
  /** The newest rating with a rank by the end, however old; null when there never was one. */
  readonly lastRating: RankedRating | null;
  /** A first rating below GREEN is one of them. */
  readonly falls: number;
  /** The lowest rating that a fall of this week led to. */
  readonly lowestFall: RankedRating | null;
  /** The only fall is the first rating ever seen: what held before is not known. */
  readonly lowAtFirstRating: boolean;
  /** Held a rating below GREEN at some time of the week. */
  readonly wasLow: boolean;
  /** Share of the time in which the rating had a rank and was known, 0 to 1. */
  readonly coverage: number;
  /** Time in which a reading held, with a rank or without. */
  readonly watchedMs: number;
  /** Time in which none did, from the first sighting to the end of the week or of its connection. */
  readonly gapMs: number;
  /** Set when the first sighting lies in the week. */
  readonly joinedAt: Date | null;
  /** Set when its connection was removed and this is its last week: the last reading. */
  readonly leftAt: Date | null;
  /** Set when polls stopped listing it by the end of the week. */
  readonly missingSince: Date | null;
}

/** True when the number has a place in the report: seen by its end, and not gone for good before its start. */
export function belongsToWeek(
  facts: NumberFacts,
  week: { readonly from: Date; readonly end: Date },
): boolean {
  const gone = facts.connectionEnded || facts.missingSince !== null;
  return facts.firstSeenAt < week.end && !(gone && facts.lastSeenAt < week.from);
}

/** Tells [from, end) of one number. */
export function numberWeek(
  facts: NumberFacts,
  week: { readonly from: Date; readonly end: Date },
): NumberWeek {
  const { from, end } = week;
  // Milliseconds throughout: comparing dates themselves is many times slower, and a list asks for 52 weeks at once.
  const [fromMs, endMs, firstMs] = [from.getTime(), end.getTime(), facts.firstSeenAt.getTime()];
  const spans = ratingSpans({
    steps: stepsOf(facts, fromMs, endMs),
    gaps: facts.gaps.filter((gap) => gap.to.getTime() > fromMs && gap.from.getTime() < endMs),
    lastSeenAt: facts.lastSeenAt,
    heldForMs: facts.heldForMs,
    range: { from, to: end },
    observedFrom: facts.observedFrom,
  });
  const watched = spans.filter((span) => span.kind === "value");
  const ranked = watched.filter((span) => ratingRank(span.value) !== null);
  const watchedMs = totalMs(watched);
  const atStart = watched.find((span) => span.from.getTime() === fromMs);
  const atEnd = watched.find((span) => span.to.getTime() === endMs);
  const knownUntilMs = facts.lastSeenAt.getTime() + facts.heldForMs;
  const left = facts.connectionEnded && knownUntilMs < endMs;
  return {
    id: facts.id,
    name: facts.name,
    ratingAtStart: rankedValue(atStart?.value),
    ratingAtEnd: rankedValue(atEnd?.value),
    watchedAtEnd: atEnd !== undefined,
    ...fallsOf(facts, fromMs, endMs),
    wasLow: ranked.some((span) => ratingRank(span.value) !== 0),
    coverage: endMs === fromMs ? 0 : totalMs(ranked) / (endMs - fromMs),
    watchedMs,
    gapMs: Math.max(0, (left ? knownUntilMs : endMs) - Math.max(fromMs, firstMs) - watchedMs),
    joinedAt: firstMs > fromMs ? facts.firstSeenAt : null,
    leftAt: left ? facts.lastSeenAt : null,
    missingSince: facts.missingSince !== null && facts.missingSince < end ? facts.missingSince : null,
  };
}

/** The steps that matter to the week. A number that Meta gave no rating was watched all the same: a step to nothing. */
function stepsOf(facts: NumberFacts, fromMs: number, endMs: number): NumberFacts["steps"] {
  const after = facts.steps.findIndex((step) => step.occurredAt.getTime() >= endMs);
  // Beside imported history the last step of each source counts, and they are few.
  if (hasImports(facts)) return facts.steps.slice(0, after === -1 ? undefined : after);
  const before = facts.steps.findLastIndex((step) => step.occurredAt.getTime() <= fromMs);
  const steps = facts.steps.slice(Math.max(0, before), after === -1 ? undefined : after);
  return before === -1 ? [{ to: null, occurredAt: facts.firstSeenAt }, ...steps] : steps;
}

function fallsOf(facts: NumberFacts, fromMs: number, endMs: number) {
  let last = facts.rankedBefore;
  let falls = 0;
  let firstRatings = 0;
  let lowest: RankedRating | null = null;
  for (const step of standingSteps(facts)) {
    const atMs = step.occurredAt.getTime();
    if (atMs >= endMs) break;
    const to = rankedValue(step.to);
    if (to === null) continue;
    if (atMs >= fromMs && ratingMove(last, to) === "fell") {
      falls += 1;
      if (last === null) firstRatings += 1;
      if (lowest === null || ratingMove(lowest, to) === "fell") lowest = to;
    }
    last = to;
  }
  return { falls, lowestFall: lowest, lowAtFirstRating: falls === 1 && firstRatings === 1, lastRating: last };
}

/** A fall that only a file tells of, at a time when polls looked and saw none, is no fall. */
function standingSteps(facts: NumberFacts): readonly RatingStep[] {
  if (!hasImports(facts)) return facts.steps;
  const imported = facts.steps.filter((step) => step.source === "import");
  const standing = new Set(
    standingImports(imported, {
      gaps: facts.gaps,
      observedFrom: facts.observedFrom ?? facts.firstSeenAt,
      knownUntilMs: facts.lastSeenAt.getTime() + facts.heldForMs,
    }),
  );
  return facts.steps.filter((step) => step.source !== "import" || standing.has(step));
}

function hasImports(facts: NumberFacts): boolean {
  return facts.steps.some((step) => step.source === "import");
}

function rankedValue(raw: string | null | undefined): RankedRating | null {
  const rank = ratingRank(raw);
  return rank === null ? null : (rankedRatings[rank] ?? null);
}

function totalMs(spans: readonly HeldSpan[]): number {
  return spans.reduce((sum, span) => sum + span.to.getTime() - span.from.getTime(), 0);
}
