import type { Burning } from "./burn-evidence.ts";
import { budgetDays, type BudgetUse } from "./quality-budget.ts";

/** What is said about a budget: made from the figures, never beyond them. `subject` as in "This number". */
export function budgetWords(subject: string, use: BudgetUse | null, burn: Burning["burn"]): string[] {
  if (use === null) return [`${subject} sent nothing in the last ${budgetDays} days, so no budget was used.`];
  const [low, high] = use.usedInterval;
  const counts = `${round(use.events)} blocks, reports and opt-outs where ${round(use.allowed)} are allowed`;
  const words = [
    `${subject} has used ${percent(use.used)} of its quality budget of ${budgetDays} days (${percent(low)} to ${percent(high)} with the luck of the days taken into account): ${counts}.`,
  ];
  if (burn === "none") return [...words, "The rate is not shown to be above the allowed one."];
  const called = burn === "fast" ? "Fast burn: the rate is above twice" : "Slow burn: the rate is above";
  words.push(`${called} the allowed one.`);
  if (use.pace !== null && use.pace > 1) {
    words.push(
      `At the pace of the last 7 days a whole budget lasts ${Math.max(1, Math.floor(budgetDays / use.pace))} days instead of ${budgetDays}.`,
    );
  }
  return words;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function round(count: number): string {
  return String(count < 10 ? Math.round(10 * count) / 10 : Math.round(count));
}
