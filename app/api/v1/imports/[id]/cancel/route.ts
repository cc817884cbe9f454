import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { cancelImport } from "@/lib/services/imports/end-import.ts";

export const POST = apiRoute(endpoints.cancelImport, (ctx, { params: { id = "" } }) => cancelImport(ctx, id));
