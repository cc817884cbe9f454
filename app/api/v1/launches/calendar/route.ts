import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getLaunchCalendar } from "@/lib/services/launches/get-launch-calendar.ts";

export const GET = apiRoute(endpoints.getLaunchCalendar, (ctx, { query }) => getLaunchCalendar(ctx, query));
