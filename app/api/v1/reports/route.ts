import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listWeeklyReports } from "@/lib/services/reports/list.ts";

export const GET = apiRoute(endpoints.listReports, (ctx) => listWeeklyReports(ctx));
