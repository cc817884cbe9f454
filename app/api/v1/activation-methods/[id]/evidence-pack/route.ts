import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { evidencePackResponse } from "@/lib/runtime/evidence-pack-response.ts";
import { getEvidencePack } from "@/lib/services/evidence/get-evidence-pack.ts";

export const GET = apiRoute(endpoints.getEvidencePack, async (ctx, { params: { id = "" }, query }) => {
  const pack = await getEvidencePack(ctx, id);
  return query.format === "json" ? pack : evidencePackResponse(pack, query.format);
});
