import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { pollNow } from "@/lib/services/polls/poll-now.ts";

export const POST = apiRoute(endpoints.pollConnection, (ctx, { params: { id = "" } }) => pollNow(ctx, id));
