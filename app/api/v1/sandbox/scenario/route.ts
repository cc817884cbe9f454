import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { startScenario } from "@/lib/services/sandbox/start-scenario.ts";

export const POST = apiRoute(endpoints.startScenario, (ctx, { body }) => startScenario(ctx, body));
