import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listPages } from "@/lib/services/pages/list-pages.ts";
import { watchPage } from "@/lib/services/pages/watch-page.ts";

export const GET = apiRoute(endpoints.listPages, (ctx, { query }) => listPages(ctx, query));
export const POST = apiRoute(endpoints.watchPage, (ctx, { body }) => watchPage(ctx, body));
