import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getHoldSettings } from "@/lib/services/holding/get-hold-settings.ts";
import { updateHoldSettings } from "@/lib/services/holding/update-hold-settings.ts";

export const GET = apiRoute(endpoints.getHoldSettings, (ctx) => getHoldSettings(ctx));
export const PATCH = apiRoute(endpoints.updateHoldSettings, (ctx, { body }) => updateHoldSettings(ctx, body));
