import type { ListedBudget } from "../../adapters/db/budgets.ts";
import type { BudgetDto } from "../../contracts/budgets.ts";
import { budgetWords } from "../../core/budget/budget-words.ts";
import { fewestDays, fewestEvents, type BudgetUse } from "../../core/budget/quality-budget.ts";
import { dayText } from "../cells/read-range.ts";
import type { SpikeNames } from "../spikes/open-spike-names.ts";

/** What is shown of a budget; a source whose counts are too small shows none of them. */
export function toBudgetDto(row: ListedBudget, names: SpikeNames): BudgetDto {
  const name = budgetName(row, names);
  const base = {
    kind: row.kind,
    id: row.id,
    name,
    setBy: row.setBy,
    setAt: row.setAt?.toISOString() ?? null,
    through: dayText(row.throughDay),
    method: row.method,
    updatedAt: row.updatedAt.toISOString(),
  };
  const known = { allowedRate: row.allowedRate, from: row.origin };
  if (row.isSmall) {
    // The own usual rate would tell of the few, too; what somebody set does not.
    const set = row.origin === "set-by-user" ? known : { allowedRate: null, from: null };
    return { ...base, ...noFigures, ...set, state: "small-group", summary: smallWords(name) };
  }
  if (row.allowedRate === null) {
    return { ...base, ...noFigures, state: "no-budget", summary: noBudgetWords(name) };
  }
  const use = useOf(row);
  if (use === null) {
    const summary = budgetWords(sentenceStart(name), null, row.burn).join(" ");
    return { ...base, ...noFigures, ...known, state: "nothing-sent", summary };
  }
  return {
    ...base,
    ...known,
    state: "counted",
    used: use.used,
    usedInterval: [use.usedInterval[0], row.usedHigh],
    events: use.events,
    allowed: tidy(use.allowed),
    exposures: tidy(use.exposure),
    pace: use.pace,
    burn: row.burn,
    since: row.sinceDay === null ? null : dayText(row.sinceDay),
    summary: budgetWords(sentenceStart(name), use, row.burn).join(" "),
  };
}

/** A number or source of which nothing is counted yet. */
export function unjudgedDto(
  subject: { readonly kind: BudgetDto["kind"]; readonly id: string; readonly key: string },
  set: { readonly rate: number; readonly setAt: Date; readonly setBy: string } | null,
  names: SpikeNames,
): BudgetDto {
  const name = budgetName(subject, names);
  return {
    kind: subject.kind,
    id: subject.id,
    name,
    ...noFigures,
    state: "not-judged",
    allowedRate: set?.rate ?? null,
    from: set === null ? null : "set-by-user",
    setBy: set?.setBy ?? null,
    setAt: set?.setAt.toISOString() ?? null,
    through: null,
    summary: `Nothing is counted of ${name} yet: a budget is counted by whole days (UTC), from the first one with messages.`,
    method: null,
    updatedAt: null,
  };
}

export function budgetName(
  { kind, key }: { readonly kind: BudgetDto["kind"]; readonly key: string },
  names: SpikeNames,
): string {
  return kind === "phone-number" ? names.number(key) : names.value("source", key);
}

const noFigures = {
  allowedRate: null,
  from: null,
  used: null,
  usedInterval: null,
  events: null,
  allowed: null,
  exposures: null,
  pace: null,
  burn: null,
  since: null,
} as const;

function useOf(row: ListedBudget): BudgetUse | null {
  const { exposure, allowed, used, usedLow, usedHigh, events, pace } = row;
  if (exposure === null || allowed === null || used === null || usedLow === null) return null;
  return { events, exposure, allowed, used, usedInterval: [usedLow, usedHigh ?? Infinity], pace };
}

const noBudgetWords = (name: string) =>
  `Nobody knows yet what is usual for ${name}: a budget from its own history takes ${fewestDays} days with messages and ${fewestEvents} negative signals. Set the allowed rate to have one now.`;

const smallWords = (name: string) =>
  `${sentenceStart(name)} has too few messages and signals in the last 30 days to be shown without telling of single people.`;

const sentenceStart = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** Weighted by how much feedback was due, exposures are fractions: more than one digit says nothing. */
const tidy = (count: number) => Math.round(count * 10) / 10;
