import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listConsentGaps } from "@/lib/services/declared/list-consent-gaps.ts";

export const GET = apiRoute(endpoints.getConsentGaps, (ctx, { query }) => listConsentGaps(ctx, query));
