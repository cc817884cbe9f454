import { endpoints } from "@/lib/contracts/endpoints.ts";
import { apiRoute } from "@/lib/runtime/api-route.ts";
import { summarizeSuspectedBlocks } from "@/lib/services/suspected-blocks/summarize-suspected-blocks.ts";

export const GET = apiRoute(endpoints.getSuspectedBlocksSummary, (ctx, { query }) =>
  summarizeSuspectedBlocks(ctx, query),
);
