import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { revealContactKey } from "@/lib/services/contacts/reveal-contact-key.ts";

export const GET = apiRoute(endpoints.revealContactKey, (ctx, { params: { version = "" } }) =>
  revealContactKey(ctx, version),
);
