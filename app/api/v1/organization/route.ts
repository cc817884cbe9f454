import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getOrganization } from "@/lib/services/organization/get-organization.ts";
import { updateOrganization } from "@/lib/services/organization/update-organization.ts";

export const GET = apiRoute(endpoints.getOrganization, (ctx) => getOrganization(ctx));
export const PATCH = apiRoute(endpoints.updateOrganization, (ctx, { body }) => updateOrganization(ctx, body));
