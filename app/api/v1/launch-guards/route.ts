import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listGuards } from "@/lib/services/guards/list-guards.ts";

export const GET = apiRoute(endpoints.getLaunchGuards, (ctx, { query }) => listGuards(ctx, query));
