import type { BudgetDto } from "@/lib/contracts/budgets.ts";
import { burnLabels } from "./budget-labels.ts";

const tones: Readonly<Record<NonNullable<BudgetDto["burn"]>, string>> = {
  none: "bg-sunken text-ink-2",
  slow: "bg-amber-soft text-amber-ink",
  fast: "bg-red-soft text-red-ink",
};

/** Whether the budget is used up too fast, in a word. */
export function BurnBadge({ burn }: { burn: NonNullable<BudgetDto["burn"]> }) {
  return (
    <span
      className={`inline-flex rounded px-2 py-0.5 text-xs font-semibold whitespace-nowrap ${tones[burn]}`}
    >
      {burnLabels[burn]}
    </span>
  );
}
