import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createConnection } from "@/lib/services/connections/create.ts";
import { listConnections } from "@/lib/services/connections/list.ts";

export const GET = apiRoute(endpoints.listConnections, (ctx) => listConnections(ctx));
export const POST = apiRoute(endpoints.createConnection, (ctx, { body }) => createConnection(ctx, body));
