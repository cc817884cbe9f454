import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getPhoneNumber } from "@/lib/services/phone-numbers/get.ts";

export const GET = apiRoute(endpoints.getPhoneNumber, (ctx, { params: { id = "" } }) =>
  getPhoneNumber(ctx, id),
);
