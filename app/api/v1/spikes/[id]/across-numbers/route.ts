import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { explainAcrossNumbers } from "@/lib/services/spikes/explain-across-numbers.ts";

export const GET = apiRoute(endpoints.getSpikeAcrossNumbers, (ctx, { params: { id = "" } }) =>
  explainAcrossNumbers(ctx, id),
);
