import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { lintOptInWording } from "@/lib/services/wordings/lint-wording.ts";

export const POST = apiRoute(endpoints.lintWording, (ctx, { body }) => lintOptInWording(ctx, body));
