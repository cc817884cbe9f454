import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getIncident } from "@/lib/services/incidents/get.ts";

export const GET = apiRoute(endpoints.getIncident, (ctx, { params: { id = "" } }) => getIncident(ctx, id));
