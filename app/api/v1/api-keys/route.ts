import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createApiKey } from "@/lib/services/api-keys/create.ts";
import { listApiKeys } from "@/lib/services/api-keys/list.ts";

export const GET = apiRoute(endpoints.listApiKeys, (ctx, { query }) => listApiKeys(ctx, query));
export const POST = apiRoute(endpoints.createApiKey, (ctx, { body }) => createApiKey(ctx, body));
