import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";

export const spikeKinds = ["block", "report", "opt_out", "suspected_block", "negative"] as const;

const where = z.record(z.string(), z.string().nullable());
const share = z.number().min(0).max(1);

/** A part of what was sent that carries the excess: an association, never a proven cause. */
export const spikeCauseShape = z.object({
  /** Dimension to value: method, source, campaign, template, cohort, country of the source; null: none is known. */
  where,
  /** The same values as people call them. */
  names: z.record(z.string(), z.string()),
  /** Part of the excess, with its 95 % interval. */
  share,
  shareInterval: z.tuple([share, share]),
  /** Its rate against that of everything else; null: there is nothing to compare with. */
  rateRatio: z.number().nullable(),
  ratioInterval: z.tuple([z.number(), z.number().nullable()]).nullable(),
  exposures: z.number(),
  signals: z.number(),
  expected: z.number(),
  certainty: share,
  /** Names that the counts cannot tell from it. */
  alsoConsistentWith: z.array(where),
});
export type SpikeCauseDto = z.infer<typeof spikeCauseShape>;

export const spikeShape = z.object({
  id: z.string(),
  phoneNumberId: z.string(),
  /** "negative": the weighted sum of blocks, reports and opt-outs. */
  kind: z.enum(spikeKinds),
  /** open; ended; new-level: it lasted so long that it is the usual now; withdrawn: the facts no longer show it. */
  state: z.enum(["open", "ended", "new-level", "withdrawn"]),
  /** Midnight (UTC) of the likeliest first day, and of the first and last day it may be (95 %). */
  startedAt: instant,
  startedBetween: z.tuple([instant, instant]),
  /** When it was known, or would have been had its facts come in on their day. */
  detectedAt: instant,
  /** The end of its last day; null while it goes on. */
  endedAt: instant.nullable(),
  /** The rate against the expected one, with its 95 % interval. */
  rateRatio: z.number(),
  ratioInterval: z.tuple([z.number(), z.number()]),
  /** Since the first day of it. */
  exposures: z.number(),
  signals: z.number(),
  expected: z.number(),
  /** The chance that a number without any rise shows as much within a quarter; at most. */
  falseAlarmChance: share,
  /**
   * Of one that goes on: among those of which at most 5 % are expected to be false, over all numbers watched; null for others.
   */
  inDiscoveryList: z.boolean().nullable(),
  /** Under the last-touch rule, the largest share first; small groups are not named. */
  attribution: z.array(spikeCauseShape),
  /** When that was counted; null: not yet. */
  attributedAt: instant.nullable(),
  /** Part of the excess that none of them carries; null: not known. */
  unexplained: share.nullable(),
  /** Everything rose together. */
  external: z.boolean(),
  /** Another rule of touch names another cause first. */
  orderFlips: z.boolean(),
  /** Two sentences made from these figures. */
  summary: z.string(),
  /** Version of the method. */
  method: z.string(),
  updatedAt: instant,
});
export type SpikeDto = z.infer<typeof spikeShape>;

const ruleOutcome = z.object({ causes: z.array(spikeCauseShape), unexplained: share.nullable() });
const counts = z.object({ exposures: z.number(), signals: z.number() });
export const spikeDetailShape = spikeShape.extend({
  /** The same under each rule of touch; null: not looked at yet. */
  rules: z.object({ last: ruleOutcome, first: ruleOutcome, split: ruleOutcome }).nullable(),
  /** Days (YYYY-MM-DD, both included) that were compared. */
  base: z.object({ from: z.string(), to: z.string(), ...counts.shape }).nullable(),
  window: z.object({ from: z.string(), to: z.string(), ...counts.shape }).nullable(),
  /** Parts of what was sent that changed most. */
  mix: z.array(
    z.object({
      dimension: z.string(),
      value: z.string().nullable(),
      name: z.string(),
      before: share,
      during: share,
    }),
  ),
  /** Day by day from eight weeks before the start: what was sent, what came back, and what the rate of those weeks makes of it. */
  series: z.array(
    z.object({ day: z.string(), exposures: z.number(), signals: z.number(), usual: z.number().nullable() }),
  ),
  smallGroupSize: z.int().nullable(),
  /** How often a number is called falsely, as the organization chose it. */
  promise: z.string(),
});
export type SpikeDetailDto = z.infer<typeof spikeDetailShape>;

/** The same signal on other numbers in the days of a spike, and what all of them together go along with. */
export const spikeAcrossNumbersShape = z.object({
  /** Days (YYYY-MM-DD, both included) that were looked at. */
  window: z.object({ from: z.string(), to: z.string() }),
  /** The clearest rise of each number, at most nineteen. */
  others: z.array(
    z.object({
      spikeId: z.string(),
      phoneNumberId: z.string(),
      name: z.string(),
      startedAt: instant,
      endedAt: instant.nullable(),
      rateRatio: z.number(),
      ratioInterval: z.tuple([z.number(), z.number()]),
    }),
  ),
  /** There are more rises than are taken in here. */
  moreNumbers: z.boolean(),
  /** As of the spike, with the phone number as one more dimension; null: no other number rose. */
  rules: z.object({ last: ruleOutcome, first: ruleOutcome, split: ruleOutcome }).nullable(),
  external: z.boolean(),
  orderFlips: z.boolean(),
  /** One sentence made from these figures; null: no other number rose. */
  summary: z.string().nullable(),
  smallGroupSize: z.int(),
});
export type SpikeAcrossNumbersDto = z.infer<typeof spikeAcrossNumbersShape>;

export const spikesQuery = z.strictObject({
  ...pageQuery.shape,
  phoneNumberId: z.string().min(1).max(64).optional(),
  kind: z.enum(spikeKinds).optional(),
  /** Without it, all but withdrawn ones. */
  state: z.enum(["open", "ended", "new-level", "withdrawn"]).optional(),
});
export type SpikesQuery = z.infer<typeof spikesQuery>;
export const spikesShape = pageOf(spikeShape).extend({
  /** Numbers whose newest facts are not judged yet. */
  waitingNumbers: z.int(),
  /** Numbers that are watched. */
  watchedNumbers: z.int(),
  /** How often a number is called falsely, as the organization chose it. */
  promise: z.string(),
});
export type SpikesDto = z.infer<typeof spikesShape>;

export const spikeEndpoints = {
  getSpikes: {
    method: "GET",
    path: "/api/v1/spikes",
    summary: "Rises of negative signals on numbers and what they go along with, the newest first",
    right: "quality.read",
    query: spikesQuery,
    response: spikesShape,
    status: 200,
  },
  getSpike: {
    method: "GET",
    path: "/api/v1/spikes/{id}",
    summary: "One spike: its days, its causes under three rules of touch, the mix before and after",
    right: "quality.read",
    response: spikeDetailShape,
    status: 200,
  },
  getSpikeAcrossNumbers: {
    method: "GET",
    path: "/api/v1/spikes/{id}/across-numbers",
    summary:
      "Rises of the same signal on other numbers in those days, and what all of them together go along with",
    right: "quality.read",
    response: spikeAcrossNumbersShape,
    status: 200,
  },
} as const;
