import { endpoints } from "@/lib/contracts/endpoints.ts";
import { mostFileBytes } from "@/lib/core/evidence/inspect-file.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { jsonOrUploadRoute } from "@/lib/runtime/json-or-upload-route.ts";
import { addPageLink } from "@/lib/services/evidence/add-page-link.ts";
import { listEvidence } from "@/lib/services/evidence/list-evidence.ts";
import { uploadEvidence } from "@/lib/services/evidence/upload-evidence.ts";

export const GET = apiRoute(endpoints.listEvidence, (ctx, { query }) => listEvidence(ctx, query));
export const POST = jsonOrUploadRoute(
  endpoints.addEvidence,
  (ctx, { body }) => addPageLink(ctx, body),
  mostFileBytes,
  (ctx, { query, bytes }) => uploadEvidence(ctx, query, bytes),
);
