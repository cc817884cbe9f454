import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listPeople } from "@/lib/services/people/list-people.ts";

export const GET = apiRoute(endpoints.listPeople, (ctx, { query }) => listPeople(ctx, query));
