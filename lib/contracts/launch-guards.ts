import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";
import { spikeKinds } from "./spikes.ts";

const day = z.iso.date();
const verdict = z.enum(["harmful", "safe", "undecided"]);
/** The upper limit is null where there is none. */
const interval = z.tuple([z.number(), z.number().nullable()]);

export const launchGuardShape = z.object({
  id: z.string(),
  /** A whole method; one source of a method that has several; a place that nobody announced. */
  kind: z.enum(["method", "part", "unannounced"]),
  activationMethodId: z.string().nullable(),
  sourceId: z.string().nullable(),
  /** Of the method; with its source where it is a part; of an unannounced launch its key. */
  name: z.string(),
  /** Of a part or of an unannounced launch. */
  sourceName: z.string().nullable(),
  launchedAt: instant,
  /** The first day (UTC) on which a contact of it was written to, and the last one that was judged. */
  startedOn: day.nullable(),
  judgedThrough: day.nullable(),
  /** The promise of the watch is for 90 days; what came after is not judged. */
  isOver: z.boolean(),
  verdict,
  /** Why there is none: before-counting: it was launched before anything was counted, and is not watched. */
  lack: z.enum(["nothing-delivered", "no-others", "too-few", "not-clear", "before-counting"]).nullable(),
  /** When the verdict was known, or would have been had its facts come in on their day; null: nothing was judged yet. */
  since: instant.nullable(),
  /** The signal that the verdict rests on; "negative": the weighted sum of blocks, reports and opt-outs. */
  signal: z.enum(spikeKinds),
  /** The rate against that of alike contacts of other methods, and its interval: valid at every look at once. */
  rateRatio: z.number().nullable(),
  interval: interval.nullable(),
  /** Messages to contacts of it; of these, those that had alike contacts of other methods beside them. Null: kept back. */
  exposures: z.number().nullable(),
  exposuresCompared: z.number().nullable(),
  /** Of `signal`, so far, and as many as would be usual; of the weighted sum they are weighted too. */
  signals: z.number().nullable(),
  expected: z.number().nullable(),
  /** ln of how much better "worse" explains the counts than "equal". */
  evidence: z.number().nullable(),
  /** While undecided: how many more messages until a verdict, with the range that 8 of 10 such launches lie in. */
  exposuresNeeded: z.object({ median: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Days for the median at the pace so far. */
  daysNeeded: z.number().nullable(),
  headline: z.string(),
  reasons: z.array(z.string()),
  /** Fewer messages than the smallest group that is shown: verdict and counts are kept back. */
  suppressed: z.boolean(),
  updatedAt: instant,
});
export type LaunchGuardDto = z.infer<typeof launchGuardShape>;

const signalCounts = z.object({
  delivered: z.number(),
  events: z.number(),
  expected: z.number(),
  evidence: z.number(),
  rateRatio: z.number().nullable(),
  interval: interval.nullable(),
});
export const launchGuardDetailShape = launchGuardShape.extend({
  /** Each signal since the first message, and day by day. */
  streams: z.array(
    z.object({
      signal: z.enum(spikeKinds),
      ...signalCounts.shape,
      days: z.array(signalCounts.extend({ day })),
    }),
  ),
  /** Its sources, if it is a method with several. */
  parts: z.array(launchGuardShape),
  /** What the verdicts promise. */
  promise: z.object({
    falseAlarms: z.number(),
    days: z.int(),
    margin: z.number(),
    /** The evidence (ln) at which a launch is called harmful. */
    bar: z.number(),
  }),
});
export type LaunchGuardDetailDto = z.infer<typeof launchGuardDetailShape>;

export const launchGuardsQuery = z.strictObject({
  ...pageQuery.shape,
  verdict: verdict.optional(),
  kind: z.enum(["method", "part", "unannounced"]).optional(),
  activationMethodId: z.string().min(1).max(200).optional(),
});
export type LaunchGuardsQuery = z.infer<typeof launchGuardsQuery>;
export const launchGuardsShape = pageOf(launchGuardShape);
export type LaunchGuardsDto = z.infer<typeof launchGuardsShape>;

export const launchGuardEndpoints = {
  getLaunchGuards: {
    method: "GET",
    path: "/api/v1/launch-guards",
    summary:
      "The watch over every launch: its verdict, evidence, and what is missing; the newest launch first",
    right: "quality.read",
    query: launchGuardsQuery,
    response: launchGuardsShape,
    status: 200,
  },
  getLaunchGuard: {
    method: "GET",
    path: "/api/v1/launch-guards/{id}",
    summary: "The watch over one launch, by signal and day, and over its parts",
    right: "quality.read",
    response: launchGuardDetailShape,
    status: 200,
  },
} as const;
