import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getMe } from "@/lib/services/people/get-me.ts";

export const GET = apiRoute(endpoints.getMe, (ctx) => getMe(ctx));
