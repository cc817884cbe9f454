import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getWeeklyReport } from "@/lib/services/reports/get-weekly.ts";

export const GET = apiRoute(endpoints.getReport, (ctx, { params: { isoWeek = "" } }) =>
  getWeeklyReport(ctx, isoWeek),
);
