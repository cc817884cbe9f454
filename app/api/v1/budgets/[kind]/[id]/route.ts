import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getBudget } from "@/lib/services/budgets/get-budget.ts";
import { setBudget } from "@/lib/services/budgets/set-budget.ts";

export const GET = apiRoute(endpoints.getBudget, (ctx, { params: { kind = "", id = "" } }) =>
  getBudget(ctx, { kind, id }),
);
export const PUT = apiRoute(endpoints.setBudget, (ctx, { params: { kind = "", id = "" }, body }) =>
  setBudget(ctx, { kind, id }, body),
);
