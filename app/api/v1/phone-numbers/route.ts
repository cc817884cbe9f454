import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { listPhoneNumbers } from "@/lib/services/phone-numbers/list.ts";

export const GET = apiRoute(endpoints.listPhoneNumbers, (ctx, { query }) => listPhoneNumbers(ctx, query));
