import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";
import { spikeKinds } from "./spikes.ts";

const weekShape = z.object({
  /** "negative": the weighted sum of blocks, reports and opt-outs. */
  kind: z.enum(spikeKinds),
  /**
   * raised, lowered: the 95 % interval leaves out 1. usual: it holds 1. too-little: three days or more are missing, or hardly anything
   * happened. not-known: there is no history to compare with.
   */
  finding: z.enum(["raised", "lowered", "usual", "too-little", "not-known"]),
  /** Weighted rate of the week against the usual one, and its 95 % interval. */
  ratio: z.number().nullable(),
  ratioInterval: z.tuple([z.number(), z.number()]).nullable(),
  events: z.number().nullable(),
  expected: z.number().nullable(),
  missingDays: z.int().nullable(),
});
export type StepWeekDto = z.infer<typeof weekShape>;

/** A change between ranked ratings of a number, and the week before it. */
export const ratingStepShape = z.object({
  id: z.string(),
  occurredAt: instant,
  /** The last moment at which the old rating was seen; null on first sight. */
  notBefore: instant.nullable(),
  from: z.string().nullable(),
  to: z.string(),
  direction: z.enum(["fell", "improved", "recovered"]),
  /** Days (YYYY-MM-DD, both included), UTC. */
  window: z.object({ from: z.string(), to: z.string() }),
  weeks: z.array(weekShape),
  /** The days of the weighted sum: weight 1 for the last one, half of it every two days before. */
  days: z.array(z.object({ day: z.string(), weight: z.number(), events: z.number(), expected: z.number() })),
  /** Spikes that went on in that week. */
  spikeIds: z.array(z.string()),
  /** Made from these figures. */
  summary: z.string(),
});
export type RatingStepDto = z.infer<typeof ratingStepShape>;
export const ratingStepsShape = pageOf(ratingStepShape);
export type RatingStepsDto = z.infer<typeof ratingStepsShape>;

export const ratingStepEndpoints = {
  getRatingSteps: {
    method: "GET",
    path: "/api/v1/phone-numbers/{id}/rating-steps",
    summary: "Changes of a number's rating and what the seven days before each looked like, the newest first",
    right: "quality.read",
    query: pageQuery,
    response: ratingStepsShape,
    status: 200,
  },
} as const;
