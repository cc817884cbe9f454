import { z } from "zod";
import { figuresQuery } from "./cells.ts";
import { spikeKinds, spikeShape } from "./spikes.ts";

const { rule, phoneNumberId, source, method, campaign, template } = figuresQuery.shape;
export const spikeCheckQuery = z.strictObject({
  ...{ rule, phoneNumberId, source, method, campaign, template },
  /** Without it, every signal and their weighted sum. */
  kind: z.enum(spikeKinds).optional(),
});
export type SpikeCheckQuery = z.infer<typeof spikeCheckQuery>;

const { kind, startedAt, startedBetween, detectedAt, endedAt, rateRatio, ratioInterval } = spikeShape.shape;
const { exposures, signals, expected, falseAlarmChance } = spikeShape.shape;
export const foundSpikeShape = z.object({
  ...{ kind, startedAt, startedBetween, detectedAt, endedAt, rateRatio, ratioInterval },
  ...{ exposures, signals, expected, falseAlarmChance },
  state: z.enum(["open", "ended", "new-level"]),
  /** One sentence made from these figures. */
  summary: z.string(),
});
export type FoundSpikeDto = z.infer<typeof foundSpikeShape>;

export const spikeCheckShape = z.object({
  /**
   * watched: there were enough days to judge some. learning: not yet. too-small: fewer exposures than are shown. no-data: nothing was
   * sent under it in the days looked at.
   */
  state: z.enum(["watched", "learning", "too-small", "no-data"]),
  /** Days (YYYY-MM-DD, both included, UTC) that were looked at; the first 28 with messages are for learning. Null without data. */
  days: z.object({ from: z.string(), to: z.string() }).nullable(),
  exposures: z.number().nullable(),
  /** Newest first. Rises with fewer exposures than are shown are left out. */
  spikes: z.array(foundSpikeShape),
  smallGroupSize: z.int(),
  /** How often this slice alone is called falsely. It does not hold for many slices together. */
  promise: z.string(),
});
export type SpikeCheckDto = z.infer<typeof spikeCheckShape>;

export const spikeCheckEndpoints = {
  checkSpikes: {
    method: "GET",
    path: "/api/v1/spikes/check",
    summary:
      "Has a signal of any slice of what was sent risen? Judged on the spot, day by day, from the cells",
    right: "quality.read",
    query: spikeCheckQuery,
    response: spikeCheckShape,
    status: 200,
  },
} as const;
