import { z } from "zod";
import { instant, pageQuery, rangeEnd } from "./page.ts";

const scope = {
  from: rangeEnd.optional(),
  to: rangeEnd.optional(),
  /** Key of a source; what was merged into it is included. */
  source: z.string().min(1).max(128).optional(),
  phoneNumberId: z.string().min(1).max(64).optional(),
};
const interval = z.tuple([z.number(), z.number()]).nullable();

export const fatigueQuery = z.strictObject(scope);
export type FatigueQuery = z.infer<typeof fatigueQuery>;

/** Messages by how many their receiver had got in the 7 days up to and with each. */
export const fatigueBucket = z.object({
  messages: z.int(),
  /** So many or more. */
  orMore: z.boolean(),
  exposures: z.int(),
  signals: z.int(),
  /** Negative signals a message; null without messages. */
  rate: z.number().nullable(),
  /** 95 %. */
  interval,
  /** The closest curve that never falls. */
  fitted: z.number().nullable(),
  /** The rate against that of the first bucket; null: cannot be told. */
  ratio: z.number().nullable(),
  ratioInterval: z.tuple([z.number(), z.number().nullable()]).nullable(),
  /** within: credibly not more than 1.5 times the first; above: credibly more; open: cannot be told yet. */
  finding: z.enum(["base", "within", "above", "open", "no-exposures"]),
});
export const capRecommendation = z.discriminatedUnion("kind", [
  /** So many messages in 7 days. */
  z.object({ kind: z.literal("cap"), cap: z.int(), low: z.int(), high: z.int() }),
  z.object({ kind: z.literal("no-cap-needed"), upTo: z.int() }),
  z.object({ kind: z.literal("cannot-tell"), low: z.int(), exposuresNeeded: z.int().nullable() }),
]);
export const fatigueShape = z.object({
  /** Empty when there are too few messages to show. */
  buckets: z.array(fatigueBucket),
  /** Null without messages, or with too few to show. */
  recommendation: capRecommendation.nullable(),
  /** Messages to known contacts; null: too few to show. Erased contacts are left out. */
  exposures: z.int().nullable(),
  signals: z.int().nullable(),
  suppressed: z.boolean(),
  smallGroupSize: z.int(),
  /** Whole days of UTC. */
  from: instant,
  to: instant,
  /** When one of these days was counted last; null: none was. */
  countedAt: instant.nullable(),
  /** Days that wait to be counted again. */
  waitingDays: z.int(),
});
export type FatigueDto = z.infer<typeof fatigueShape>;

export const optOutWatchQuery = z.strictObject({
  ...pageQuery.shape,
  ...scope,
  /** Only those to whom marketing was sent afterwards. */
  violations: z.enum(["true", "false"]).optional(),
});
export type OptOutWatchQuery = z.infer<typeof optOutWatchQuery>;

/** One wish to stop. Who it was is not told. */
export const watchedOptOut = z.object({
  /** Stands for this wish in lists, the same for ever; leads to nobody. */
  id: z.string(),
  phoneNumberId: z.string(),
  /** Key; null: no opt-in is known. */
  source: z.string().nullable(),
  sourceName: z.string().nullable(),
  optedOutAt: instant,
  /** The contact opted in again or said to go on; null: the wish holds. */
  endedAt: instant.nullable(),
  /** The last business-initiated message after it; null: none. */
  lastMessageAt: instant.nullable(),
  /** Marketing messages later than five minutes after it, while it held. */
  violationCount: z.int(),
  firstViolationAt: instant.nullable(),
  lastViolationAt: instant.nullable(),
  lastCampaign: z.string().nullable(),
  lastCampaignName: z.string().nullable(),
});
export type WatchedOptOut = z.infer<typeof watchedOptOut>;

const watchGroup = z.object({
  key: z.string().nullable(),
  name: z.string().nullable(),
  optOuts: z.int(),
  violated: z.int(),
});
export const optOutWatchShape = z.object({
  data: z.array(watchedOptOut),
  nextCursor: z.string().nullable(),
  /** Of the whole range, not of the page. */
  summary: z.object({
    optOuts: z.int(),
    /** With any business-initiated message afterwards, the confirmation included. */
    withMessagesAfter: z.int(),
    /** With marketing messages against the wish. */
    violated: z.int(),
    violations: z.int(),
    /** From the wish to the last message against it, seconds; null: there is none. */
    medianSeconds: z.number().nullable(),
    p90Seconds: z.number().nullable(),
    /** Where those people had opted in; the most violated first. */
    bySource: z.array(watchGroup),
    /** The campaign of the last message against each wish. */
    byCampaign: z.array(
      z.object({ key: z.string().nullable(), name: z.string().nullable(), violated: z.int() }),
    ),
  }),
  from: instant,
  to: instant,
});
export type OptOutWatchDto = z.infer<typeof optOutWatchShape>;

export const sourceMixQuery = z.strictObject({ to: instant.optional() });
export type SourceMixQuery = z.infer<typeof sourceMixQuery>;

export const sourceMixShape = z.object({
  verdict: z.enum(["shifted", "usual", "not-enough-data"]),
  /** What is missing when there is not enough data. */
  missing: z
    .object({
      reason: z.enum(["few-weeks", "few-contacts", "one-source"]),
      /** So many more weeks, or contacts a week; null for one source. */
      needed: z.int().nullable(),
    })
    .nullable(),
  /** The share of new contacts that would have to change source to restore the old mix. */
  distance: z.number().nullable(),
  distanceInterval: interval,
  pValue: z.number().nullable(),
  /** Largest difference first. Key null: the small sources together. */
  sources: z.array(
    z.object({
      key: z.string().nullable(),
      name: z.string().nullable(),
      before: z.number(),
      now: z.number(),
      /** 95 % of now − before. */
      interval: z.tuple([z.number(), z.number()]),
    }),
  ),
  total: z.object({ beforePerWeek: z.number(), now: z.number(), isUsual: z.boolean() }).nullable(),
  /** Whole days of UTC. */
  current: z.object({ from: instant, to: instant, contacts: z.int() }),
  reference: z.object({ from: instant, to: instant, contacts: z.int(), weeks: z.int() }),
  countedAt: instant.nullable(),
});
export type SourceMixDto = z.infer<typeof sourceMixShape>;

export const suspectedBlocksQuery = z.strictObject({
  from: rangeEnd.optional(),
  to: rangeEnd.optional(),
  phoneNumberId: scope.phoneNumberId,
});
export type SuspectedBlocksQuery = z.infer<typeof suspectedBlocksQuery>;

export const suspectedBlocksShape = z.object({
  /** Numbers with suspicions, the most first. */
  data: z.array(
    z.object({
      phoneNumberId: z.string(),
      suspected: z.int(),
      /** So many of them, from 0 to 1, are expected to be no blocks. */
      expectedFalseShare: z.number().nullable(),
    }),
  ),
  suspected: z.int(),
  expectedFalseShare: z.number().nullable(),
  from: instant,
  to: instant,
});
export type SuspectedBlocksDto = z.infer<typeof suspectedBlocksShape>;
