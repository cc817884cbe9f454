import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getEntry } from "@/lib/services/registry/get-entry.ts";
import { updateEntry } from "@/lib/services/registry/update-entry.ts";

export const GET = apiRoute(endpoints.getOptInSource, (ctx, { params: { id = "" } }) =>
  getEntry(ctx, "opt-in-source", id),
);
export const PATCH = apiRoute(endpoints.updateOptInSource, (ctx, { params: { id = "" }, body }) =>
  updateEntry(ctx, "opt-in-source", id, body),
);
