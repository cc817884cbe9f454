import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { createChannel } from "@/lib/services/channels/create.ts";
import { listChannels } from "@/lib/services/channels/list.ts";

export const GET = apiRoute(endpoints.listChannels, (ctx) => listChannels(ctx));
export const POST = apiRoute(endpoints.createChannel, (ctx, { body }) => createChannel(ctx, body));
