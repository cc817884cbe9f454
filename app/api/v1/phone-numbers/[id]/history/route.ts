import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getPhoneNumberHistory } from "@/lib/services/phone-numbers/history.ts";

export const GET = apiRoute(endpoints.getPhoneNumberHistory, (ctx, { params: { id = "" }, query }) =>
  getPhoneNumberHistory(ctx, id, query),
);
