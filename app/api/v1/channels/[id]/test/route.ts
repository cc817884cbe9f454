import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { testChannel } from "@/lib/services/channels/send-test.ts";

export const POST = apiRoute(endpoints.testChannel, (ctx, { params: { id = "" } }) => testChannel(ctx, id));
