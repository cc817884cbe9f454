import { queryOptions } from "@tanstack/react-query";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { refresh } from "@/components/data/refresh.ts";
import type { BudgetDetailDto, BudgetDto, BudgetsDto, SetBudgetBody } from "@/lib/contracts/budgets.ts";

const contract = () => import("@/lib/contracts/budgets.ts");

/** What a budget belongs to. */
export type BudgetOwner = Pick<BudgetDto, "kind" | "id">;

const pathOf = ({ kind, id }: BudgetOwner) => `/api/v1/budgets/${kind}/${encodeURIComponent(id)}`;
const detailShape = async () => (await contract()).budgetDetailShape;

export const burningBudgetsQuery = queryOptions<BudgetsDto>({
  queryKey: ["budgets", "burning"],
  queryFn: ({ signal }) =>
    fetchJson("/api/v1/budgets?burn=burning&limit=50", async () => (await contract()).budgetsShape, {
      signal,
    }),
  refetchInterval: refresh.settings,
});

export const budgetQuery = (owner: BudgetOwner) =>
  queryOptions<BudgetDetailDto>({
    queryKey: ["budgets", owner.kind, owner.id],
    queryFn: ({ signal }) => fetchJson(pathOf(owner), detailShape, { signal }),
    refetchInterval: refresh.settings,
  });

export function setBudget(owner: BudgetOwner, body: SetBudgetBody): Promise<BudgetDetailDto> {
  return fetchJson(pathOf(owner), detailShape, { method: "PUT", body });
}
