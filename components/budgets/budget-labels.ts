import type { BudgetDto } from "@/lib/contracts/budgets.ts";

export const burnLabels: Readonly<Record<NonNullable<BudgetDto["burn"]>, string>> = {
  none: "No burn",
  slow: "Slow burn",
  fast: "Fast burn",
};

/** A part of a budget, also one above the whole or below nothing. */
export const partText = (part: number): string =>
  `${Math.round(part * 100)
    .toLocaleString("en-US")
    .replace("-", "−")} %`;

/** A rate as people here say it. Three digits are more than most counts support. */
export const rateText = (rate: number): string =>
  `${Number((rate * 1_000).toPrecision(3))} per 1,000 exposures`;

export const countText = (count: number): string =>
  count.toLocaleString("en-US", { maximumFractionDigits: count < 10 ? 1 : 0 });

/** Where the page of a number or source is. */
export const ownerHref = ({ kind, id }: Pick<BudgetDto, "kind" | "id">): string =>
  `${kind === "phone-number" ? "/phone-numbers" : "/sources"}/${encodeURIComponent(id)}`;
