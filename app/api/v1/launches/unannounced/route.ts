import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listUnannouncedLaunches } from "@/lib/services/launches/list-unannounced-launches.ts";

export const GET = apiRoute(endpoints.listUnannouncedLaunches, (ctx, { query }) =>
  listUnannouncedLaunches(ctx, query),
);
