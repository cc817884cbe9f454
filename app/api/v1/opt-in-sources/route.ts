import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createOptInSource } from "@/lib/services/registry/create-opt-in-source.ts";
import { listOptInSources } from "@/lib/services/registry/list-opt-in-sources.ts";

export const GET = apiRoute(endpoints.listOptInSources, (ctx, { query }) => listOptInSources(ctx, query));
export const POST = apiRoute(endpoints.createOptInSource, (ctx, { body }) => createOptInSource(ctx, body));
