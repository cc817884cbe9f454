import type { FatigueCount } from "../../core/fatigue/fatigue-curve.ts";

/**
 * Buckets that may be shown: 1, 2, … without a hole. A bucket with fewer than `minimum` messages is joined with all after
 * it to the open last one, and that with those before it until it is large enough; so no bucket can be worked out from
 * the others. Few people get very many messages, and a curve of single ones would tell nothing either.
 *
 * @returns null when there are messages, but fewer than `minimum`; empty without any.
 */
export function openBuckets(counts: readonly FatigueCount[], minimum: number): FatigueCount[] | null {
  const all = withoutHoles(counts);
  const total = all.reduce((sum, one) => sum + one.exposures, 0);
  if (total === 0) return [];
  if (total < minimum) return null;
  // An empty bucket tells of nobody: it may stand where larger ones follow.
  let openFrom = all.findIndex(({ exposures }) => exposures > 0 && exposures < minimum);
  if (openFrom === -1) return all;
  const from = (index: number) => all.slice(index).reduce((sum, one) => sum + one.exposures, 0);
  while (openFrom > 0 && from(openFrom) < minimum) openFrom--;
  const rest = all.slice(openFrom);
  return [
    ...all.slice(0, openFrom),
    {
      messages: all[openFrom]?.messages ?? 1,
      exposures: from(openFrom),
      signals: rest.reduce((sum, one) => sum + one.signals, 0),
    },
  ];
}

function withoutHoles(counts: readonly FatigueCount[]): FatigueCount[] {
  const byMessages = new Map(counts.map((count) => [count.messages, count]));
  const last = counts.reduce((most, { messages }) => Math.max(most, messages), 0);
  return Array.from(
    { length: last },
    (_, index) => byMessages.get(index + 1) ?? { messages: index + 1, exposures: 0, signals: 0 },
  );
}
