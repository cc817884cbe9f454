import type { Reachability, SilenceCurve, StretchSort } from "./estimate-reachability.ts";

/**
 * Has this contact probably blocked the number?
 *
 * Asked of a contact to whom messages got through before, and whose latest messages all stay without a sign of life
 * (delivered, read or written back): at least two of them, or one that failed with 131026, the first more than 48 hours
 * ago. The number's own history (estimate-reachability.ts) says how likely such a silence is never to end, and how many of
 * those that never end are people who left for good, as far as that can be assumed.
 *
 * It is an inference about a person, always labelled inferred, and its probability is the average of such silences on this
 * number: where a bad source makes blocks common it is too low, where blocks are rare too high.
 */
export interface ContactSilence {
  /** Messages of this number that got through to the contact before the silence. */
  readonly deliveredBefore: number;
  /** Messages since the last sign of life. */
  readonly undeliveredCount: number;
  readonly firstUndeliveredAt: Date | null;
  readonly lastSignAt: Date | null;
  /** One of the unanswered messages failed with 131026. */
  readonly had131026: boolean;
}

/** Suspected from this probability on. */
const suspicionThreshold = 0.6;

export type BlockSuspicion =
  | {
      readonly kind: "suspected";
      readonly probability: number;
      /** The first message without an answer. The block, if it is one, lies between lastSignAt and this. */
      readonly since: Date;
      readonly lastSignAt: Date | null;
      readonly why: string;
    }
  | {
      readonly kind: "not-suspected";
      readonly reason: "never-delivered" | "too-few-messages" | "too-recent" | "may-be-ordinary";
      readonly probability: number | null;
    }
  | { readonly kind: "cannot-tell"; readonly reason: "no-baseline" };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const shortestSilenceMs = 48 * hourMs;

export function suspectBlock(
  contact: ContactSilence,
  reachability: Reachability,
  now: Date,
  threshold = suspicionThreshold,
): BlockSuspicion {
  const no = (
    reason: "never-delivered" | "too-few-messages" | "too-recent" | "may-be-ordinary",
    p: number | null,
  ) => ({ kind: "not-suspected", reason, probability: p }) as const;
  if (contact.deliveredBefore === 0) return no("never-delivered", null);
  const since = contact.firstUndeliveredAt;
  if (since === null || contact.undeliveredCount < (contact.had131026 ? 1 : 2))
    return no("too-few-messages", null);
  const silentMs = now.getTime() - since.getTime();
  if (silentMs <= shortestSilenceMs) return no("too-recent", null);
  if (reachability.kind === "insufficient") return { kind: "cannot-tell", reason: "no-baseline" };

  const sort: StretchSort = contact.had131026 ? "failed-131026" : "silent";
  const days = Math.floor(silentMs / dayMs);
  const probability = blockChance(curveOf(reachability, sort), days);
  if (probability < threshold) return no("may-be-ordinary", probability);
  return {
    kind: "suspected",
    probability,
    since,
    lastSignAt: contact.lastSignAt,
    why: wordsFor(contact, days, probability),
  };
}

/**
 * The same rule for many contacts at once: from how many days of silence on a contact of each sort is suspected; null:
 * never, the probability does not get there. A query compares ages and takes `probabilityByDay` from the table.
 */
export function suspicionTable(
  reachability: Extract<Reachability, { kind: "estimate" }>,
  threshold = suspicionThreshold,
): Record<
  StretchSort,
  { fromDay: number | null; probabilityByDay: readonly { day: number; probability: number }[] }
> {
  const rows = (sort: StretchSort) => {
    const curve = curveOf(reachability, sort);
    const probabilityByDay = curve.neverEnds.map((_, index) => {
      const day = curve.firstDay + index;
      return { day, probability: blockChance(curve, day) };
    });
    const fromDay = probabilityByDay.find((row) => row.probability >= threshold)?.day ?? null;
    return { fromDay, probabilityByDay };
  };
  return { silent: rows("silent"), "failed-131026": rows("failed-131026") };
}

/** The share of these suspicions that is expected to be false; null without any. */
export function expectedFalseShare(probabilities: readonly number[]): number | null {
  if (probabilities.length === 0) return null;
  return probabilities.reduce((total, probability) => total + (1 - probability), 0) / probabilities.length;
}

function curveOf(reachability: Extract<Reachability, { kind: "estimate" }>, sort: StretchSort): SilenceCurve {
  return sort === "silent" ? reachability.silent : reachability.failed131026;
}

/** Ages outside the curve take its nearest end. */
function blockChance(curve: SilenceCurve, days: number): number {
  const index = Math.max(0, Math.min(curve.neverEnds.length - 1, days - curve.firstDay));
  return (curve.neverEnds[index] ?? 0) * (1 - curve.goneShare);
}

function wordsFor(contact: ContactSilence, days: number, probability: number): string {
  const count = contact.undeliveredCount;
  const messages = count === 1 ? "1 message" : `${count} messages`;
  const failed = contact.had131026 ? ", at least one refused as undeliverable (131026)" : "";
  return (
    `${messages} in ${days} days without a sign of life${failed}, after earlier messages got through. ` +
    `By this number's own history about ${Math.round(probability * 100)} % of such silences are blocks.`
  );
}
