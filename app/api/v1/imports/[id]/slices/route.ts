import { importSliceRoute } from "@/lib/runtime/import-slice-route.ts";

export const PUT = importSliceRoute;
