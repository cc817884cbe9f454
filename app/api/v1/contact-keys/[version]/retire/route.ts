import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { retireContactKey } from "@/lib/services/contacts/retire-contact-key.ts";

export const POST = apiRoute(endpoints.retireContactKey, (ctx, { params: { version = "" } }) =>
  retireContactKey(ctx, version),
);
