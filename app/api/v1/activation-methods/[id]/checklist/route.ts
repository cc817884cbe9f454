import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { getLaunchChecklist } from "@/lib/services/launches/get-launch-checklist.ts";

export const GET = apiRoute(endpoints.getLaunchChecklist, (ctx, { params: { id = "" } }) =>
  getLaunchChecklist(ctx, id),
);
