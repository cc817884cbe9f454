import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listIncidents } from "@/lib/services/incidents/list.ts";

export const GET = apiRoute(endpoints.listIncidents, (ctx, { query }) => listIncidents(ctx, query));
