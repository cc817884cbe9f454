import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { connectSandbox, sandboxConnectionId } from "@/lib/services/connections/connect-sandbox.ts";
import { removeConnection } from "@/lib/services/connections/remove.ts";
import { getSandbox } from "@/lib/services/sandbox/get-sandbox.ts";

export const GET = apiRoute(endpoints.getSandbox, (ctx) => Promise.resolve(getSandbox(ctx)));
export const POST = apiRoute(endpoints.connectSandbox, (ctx) => connectSandbox(ctx));
export const DELETE = apiRoute(endpoints.disconnectSandbox, (ctx) =>
  removeConnection(ctx, sandboxConnectionId),
);
