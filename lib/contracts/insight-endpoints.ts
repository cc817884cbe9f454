import type { z } from "zod";
import * as insights from "./insights.ts";

/** The part of the endpoint table (endpoints.ts) about what follows from facts. */
export const insightEndpoints = {
  getFatigue: read(
    "/api/v1/fatigue",
    "Negative signals by messages received in 7 days, and a recommended cap",
    insights.fatigueQuery,
    insights.fatigueShape,
  ),
  getOptOutWatch: read(
    "/api/v1/opt-out-watch",
    "What was sent to people after they said stop",
    insights.optOutWatchQuery,
    insights.optOutWatchShape,
  ),
  getSourceMix: read(
    "/api/v1/source-mix",
    "Whether new contacts come from other sources than before",
    insights.sourceMixQuery,
    insights.sourceMixShape,
  ),
  getSuspectedBlocksSummary: read(
    "/api/v1/suspected-blocks/summary",
    "Suspected blocks and how many of them are expected to be false; inferred, never Meta's figure",
    insights.suspectedBlocksQuery,
    insights.suspectedBlocksShape,
  ),
} as const;

function read<Q extends z.ZodType, R extends z.ZodType>(
  path: string,
  summary: string,
  query: Q,
  response: R,
) {
  return { method: "GET", path, summary, right: "quality.read", query, response, status: 200 } as const;
}
