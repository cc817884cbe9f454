import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { readSourceMix } from "@/lib/services/drift/read-source-mix.ts";

export const GET = apiRoute(endpoints.getSourceMix, (ctx, { query }) => readSourceMix(ctx, query));
