import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { evidenceFileResponse } from "@/lib/runtime/evidence-file.ts";
import { getEvidenceFile } from "@/lib/services/evidence/get-evidence-file.ts";

export const GET = apiRoute(endpoints.getEvidenceFile, async (ctx, { params: { id = "" } }) =>
  evidenceFileResponse(await getEvidenceFile(ctx, id)),
);
