import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { testHoldReceiver } from "@/lib/services/holding/test-hold-receiver.ts";

export const POST = apiRoute(endpoints.testHoldReceiver, (ctx) => testHoldReceiver(ctx));
