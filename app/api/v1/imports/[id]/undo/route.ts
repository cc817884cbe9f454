import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { undoImport } from "@/lib/services/imports/end-import.ts";

export const POST = apiRoute(endpoints.undoImport, (ctx, { params: { id = "" } }) => undoImport(ctx, id));
