import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listMarks } from "@/lib/services/events/list-marks.ts";

export const GET = apiRoute(endpoints.getMarks, (ctx, { query }) => listMarks(ctx, query));
