import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listTemplates } from "@/lib/services/history/list-templates.ts";

export const GET = apiRoute(endpoints.listTemplates, (ctx, { query }) => listTemplates(ctx, query));
