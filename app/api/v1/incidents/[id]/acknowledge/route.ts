import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { acknowledgeIncident } from "@/lib/services/incidents/acknowledge.ts";

export const POST = apiRoute(endpoints.acknowledgeIncident, (ctx, { params: { id = "" } }) =>
  acknowledgeIncident(ctx, id),
);
