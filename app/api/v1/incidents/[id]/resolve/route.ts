import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { resolveIncident } from "@/lib/services/incidents/resolve.ts";

export const POST = apiRoute(endpoints.resolveIncident, (ctx, { params: { id = "" }, body }) =>
  resolveIncident(ctx, id, body),
);
