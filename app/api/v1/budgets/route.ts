import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listBudgets } from "@/lib/services/budgets/list-budgets.ts";

export const GET = apiRoute(endpoints.getBudgets, (ctx, { query }) => listBudgets(ctx, query));
