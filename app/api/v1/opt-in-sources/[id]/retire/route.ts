import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { retireEntry } from "@/lib/services/registry/retire-entry.ts";

export const POST = apiRoute(endpoints.retireOptInSource, (ctx, { params: { id = "" } }) =>
  retireEntry(ctx, "opt-in-source", id),
);
