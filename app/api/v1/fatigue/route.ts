import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { readFatigueCurve } from "@/lib/services/fatigue/read-fatigue-curve.ts";

export const GET = apiRoute(endpoints.getFatigue, (ctx, { query }) => readFatigueCurve(ctx, query));
