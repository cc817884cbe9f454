import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";

const kind = z.enum(["phone-number", "opt-in-source"]);
const count = z.number().nullable();

export const budgetShape = z.object({
  kind,
  /** Of the phone number or the opt-in source; of a merged source, the one that stands for it. */
  id: z.string(),
  name: z.string(),
  /**
   * counted; no-budget: nobody knows yet what is usual, and nobody said what is allowed; nothing-sent: in the 30 days; small-group: too
   * few to be shown; not-judged: no facts, or they are being looked at. Figures are null in all but the first.
   */
  state: z.enum(["counted", "no-budget", "nothing-sent", "small-group", "not-judged"]),
  /** Negative signals per exposure. */
  allowedRate: z.number().nullable(),
  from: z.enum(["set-by-user", "own-history"]).nullable(),
  setBy: z.string().nullable(),
  setAt: instant.nullable(),
  /** The last of the 30 days (YYYY-MM-DD, UTC). */
  through: z.string().nullable(),
  /** Part of the budget used, 1 is all of it, with what another 30 days like these might show (95 %); null for no limit. */
  used: count,
  usedInterval: z.tuple([z.number(), z.number().nullable()]).nullable(),
  /** Negative signals of the 30 days, and as many as are allowed for as many exposures. */
  events: count,
  allowed: count,
  /** Exposures whose feedback was due in the 30 days. */
  exposures: count,
  /** Rate of the last 7 days against the allowed one; a whole budget lasts 30 / pace days. */
  pace: count,
  /** slow: the rate is above the allowed one; fast: above twice of it. Null when it may not be shown or is not known. */
  burn: z.enum(["none", "slow", "fast"]).nullable(),
  /** The day whose counts called the burn (YYYY-MM-DD, UTC). */
  since: z.string().nullable(),
  /** Sentences made from these figures, or why there are none. */
  summary: z.string(),
  /** Version of the method. */
  method: z.string().nullable(),
  updatedAt: instant.nullable(),
});
export type BudgetDto = z.infer<typeof budgetShape>;

export const budgetDetailShape = budgetShape.extend({
  /** The 30 days, oldest first. Null where a day of a source is too small to be shown by itself. */
  series: z.array(
    z.object({
      day: z.string(),
      messages: count,
      events: count,
      /** Part of the budget that is left at the end of the day; below 0 when more was used. */
      left: count,
      /** The part that would be left had it been used evenly. */
      even: count,
    }),
  ),
  smallGroupSize: z.int(),
});
export type BudgetDetailDto = z.infer<typeof budgetDetailShape>;

export const budgetsQuery = z.strictObject({
  ...pageQuery.shape,
  kind: kind.optional(),
  /** burning: slow or fast. */
  burn: z.enum(["burning"]).optional(),
});
export type BudgetsQuery = z.infer<typeof budgetsQuery>;
export const budgetsShape = pageOf(budgetShape).extend({
  /** Numbers and sources whose facts of past days are not judged yet. */
  waiting: z.int(),
});
export type BudgetsDto = z.infer<typeof budgetsShape>;

export const setBudgetBody = z.strictObject({
  /** Negative signals per exposure; null: as usual, by the own history. */
  allowedRate: z
    .number("must be a number, or null")
    .gt(0, "must be above 0")
    .max(1, "must be at most 1")
    .nullable(),
});
export type SetBudgetBody = z.infer<typeof setBudgetBody>;

export const budgetEndpoints = {
  getBudgets: {
    method: "GET",
    path: "/api/v1/budgets",
    summary: "Quality budgets of numbers and sources, what burns first, then what is used up most",
    right: "quality.read",
    query: budgetsQuery,
    response: budgetsShape,
    status: 200,
  },
  getBudget: {
    method: "GET",
    path: "/api/v1/budgets/{kind}/{id}",
    summary: "One quality budget with its 30 days; kind is phone-number or opt-in-source",
    right: "quality.read",
    response: budgetDetailShape,
    status: 200,
  },
  setBudget: {
    method: "PUT",
    path: "/api/v1/budgets/{kind}/{id}",
    summary: "Set the allowed rate of a number or source, or take it back; all its days are judged anew",
    right: "registry.write",
    body: setBudgetBody,
    response: budgetDetailShape,
    status: 200,
  },
} as const;
