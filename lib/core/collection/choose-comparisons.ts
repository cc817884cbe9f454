import type { ComparisonDays } from "./graph-api-port.ts";

/** Meta compares only templates that were sent at least so often each within the window. */
const leastSendsToCompare = 1_000;

const comparisonWindows: readonly ComparisonDays[] = [7, 30, 60, 90];

export interface ComparableTemplate {
  readonly id: string;
  readonly category: string | null;
  readonly status: string | null;
  /** The last score with a rank. */
  readonly rankedScore: string | null;
  /** Sends within each window, by Meta's analytics; null where nothing is known of them. */
  readonly sends: Readonly<Record<ComparisonDays, number | null>>;
}

export interface PastComparison {
  readonly firstTemplateId: string;
  readonly secondTemplateId: string;
  readonly comparedAt: Date;
}

export interface ComparisonPair {
  /** The smaller id. */
  readonly firstTemplateId: string;
  readonly secondTemplateId: string;
  /** The shortest window in which both were sent often enough: the newest feedback. */
  readonly days: ComparisonDays;
}

/** Among more templates than this, the ones at risk and the most sent are compared. */
const mostCandidates = 40;
const riskOf = new Map([
  ["RED", 2],
  ["YELLOW", 1],
]);

/**
 * The pairs worth one of the few calls: never compared before those compared longest ago; among equals the same
 * category, the worse score, the more sends. Only approved marketing and utility templates qualify, and only with
 * enough sends that we know of: where sends are unknown, nothing is asked.
 */
export function chooseComparisons(
  templates: readonly ComparableTemplate[],
  past: readonly PastComparison[],
  limit: number,
): ComparisonPair[] {
  const comparedAt = new Map(
    past.map((pair) => [`${pair.firstTemplateId} ${pair.secondTemplateId}`, pair.comparedAt.getTime()]),
  );
  const candidates = templates
    .filter((template) => qualifies(template))
    .sort((a, b) => risk(b) - risk(a) || (b.sends[90] ?? 0) - (a.sends[90] ?? 0) || compareIds(a.id, b.id))
    .slice(0, mostCandidates);
  const pairs = candidates.flatMap((one, index) =>
    candidates.slice(index + 1).flatMap((other) => {
      const days = comparisonWindows.find((window) => enough(one, window) && enough(other, window));
      if (days === undefined) return [];
      const [first, second] = compareIds(one.id, other.id) < 0 ? [one, other] : [other, one];
      return [
        {
          pair: { firstTemplateId: first.id, secondTemplateId: second.id, days },
          last: comparedAt.get(`${first.id} ${second.id}`) ?? Number.NEGATIVE_INFINITY,
          sameCategory: one.category === other.category ? 1 : 0,
          risk: Math.max(risk(one), risk(other)),
          sends: Math.min(one.sends[days] ?? 0, other.sends[days] ?? 0),
        },
      ];
    }),
  );
  return pairs
    .sort(
      (a, b) =>
        order(a.last, b.last) ||
        b.sameCategory - a.sameCategory ||
        b.risk - a.risk ||
        b.sends - a.sends ||
        compareIds(a.pair.firstTemplateId, b.pair.firstTemplateId) ||
        compareIds(a.pair.secondTemplateId, b.pair.secondTemplateId),
    )
    .slice(0, limit)
    .map(({ pair }) => pair);
}

/** Whether sends are known of any template: without them no pair can be chosen, and the reason is worth saying. */
export function knowsSends(templates: readonly ComparableTemplate[]): boolean {
  return templates.some((template) => template.sends[90] !== null);
}

/** Meta's ids are numbers too long for a number: shorter is smaller, then digit by digit. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || order(a, b);
}

function order<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function qualifies(template: ComparableTemplate): boolean {
  const category = template.category;
  return (
    template.status === "APPROVED" &&
    (category === "MARKETING" || category === "UTILITY") &&
    enough(template, 90)
  );
}

function enough(template: ComparableTemplate, days: ComparisonDays): boolean {
  return (template.sends[days] ?? 0) >= leastSendsToCompare;
}

function risk(template: ComparableTemplate): number {
  return riskOf.get(template.rankedScore ?? "") ?? 0;
}
