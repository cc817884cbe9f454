import { z } from "zod";
import { instant, rangeEnd } from "./page.ts";

export const cellDimensions = [
  "phoneNumberId",
  "method",
  "source",
  "campaign",
  "template",
  "cohort",
  "day",
] as const;
export type CellDimension = (typeof cellDimensions)[number];
export const attributionRules = ["last", "first", "split"] as const;
export type AttributionRule = (typeof attributionRules)[number];
/** The four kinds that make the negative rate. */
export const negativeKinds = ["block", "report", "opt_out", "suspected_block"] as const;
/** Kinds that are counted and shown beside them. */
export const softKinds = ["ecosystem_hold", "undelivered"] as const;

const filters = {
  from: rangeEnd.optional(),
  to: rangeEnd.optional(),
  /** Which opt-in and which message a person's signal counts for when there were several. */
  rule: z.enum(attributionRules).default("last"),
  phoneNumberId: z.string().min(1).max(64).optional(),
  /** Key of a source; what was merged into it is included. */
  source: z.string().min(1).max(128).optional(),
  /** Id of an activation method. */
  method: z.string().min(1).max(80).optional(),
  campaign: z.string().min(1).max(128).optional(),
  template: z.string().min(1).max(512).optional(),
  /** `csv` answers a file; cells that a spreadsheet would run as a formula are made harmless. */
  format: z.enum(["json", "csv"]).optional(),
};

export const cellsQuery = z.strictObject({
  /** Comma-separated; empty: one row for everything. */
  by: z
    .string()
    .max(200)
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(z.enum(cellDimensions)).max(cellDimensions.length)),
  ...filters,
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  cursor: z.string().max(400).optional(),
});
export type CellsQuery = z.infer<typeof cellsQuery>;

const count = z.number().nullable();
export const signalCounts = z.object({
  block: z.number(),
  report: z.number(),
  opt_out: z.number(),
  suspected_block: z.number(),
  ecosystem_hold: z.number(),
  undelivered: z.number(),
});
export type SignalCounts = z.infer<typeof signalCounts>;
/** How the negative signals are known. */
export const basisCounts = z.object({ observed: z.number(), imported: z.number(), inferred: z.number() });

const name = z.string().nullable().optional();
/** Figures of one group; null where the group is too small to be shown. Counts are fractions under the split rule. */
export const cellFigures = z.object({
  exposures: count,
  delivered: count,
  failed: count,
  signals: signalCounts.nullable(),
  basis: basisCounts.nullable(),
  /** Negative signals an exposure: block, report, opt_out and suspected_block together. */
  rate: count,
  /** 95 %. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  suppressed: z.boolean(),
});
export type CellFigures = z.infer<typeof cellFigures>;
export const cellShape = z.object({
  phoneNumberId: name,
  /** Id of the activation method. */
  method: name,
  source: name,
  campaign: name,
  template: name,
  /** Monday of the week of the opt-in, YYYY-MM-DD. */
  cohort: name,
  /** Day of UTC, YYYY-MM-DD. */
  day: name,
  ...cellFigures.shape,
});
export type CellDto = z.infer<typeof cellShape>;
const frame = {
  /** Whole hours of UTC that were counted. */
  from: instant,
  to: instant,
  rule: z.enum(attributionRules),
  /** Groups with fewer exposures are not shown. */
  smallGroupSize: z.int(),
  /** When the cells last changed; null: nothing was ever counted. */
  countedAt: instant.nullable(),
  /** Facts that are waiting to be counted. */
  waiting: z.int(),
};
export const cellsShape = z.object({
  data: z.array(cellShape),
  nextCursor: z.string().nullable(),
  ...frame,
});
export type CellsDto = z.infer<typeof cellsShape>;

export const figureSubjects = [
  "source",
  "method",
  "campaign",
  "template",
  "phoneNumberId",
  "cohort",
] as const;
export type FigureSubject = (typeof figureSubjects)[number];
export const figuresQuery = z.strictObject({
  by: z.enum(figureSubjects).default("source"),
  ...filters,
});
export type FiguresQuery = z.infer<typeof figuresQuery>;

/** One row of a ranked table. */
export const figureRow = z.object({
  /** Key or id; null: what belongs to none. */
  key: z.string().nullable(),
  /** Where its page is; null: it has none. */
  id: z.string().nullable(),
  name: z.string(),
  /** registered, unregistered, retired …; null where that has no meaning. */
  state: z.string().nullable(),
  methodId: z.string().nullable(),
  methodName: z.string().nullable(),
  methodKind: z.string().nullable(),
  owner: z.string().nullable(),
  /**
   * Contacts who had not opted in at this source before; null for other subjects than sources and methods, and when a
   * number, campaign or template is asked for, since opt-ins name none.
   */
  gained: z.int().nullable(),
  previousGained: z.int().nullable(),
  current: cellFigures,
  previous: cellFigures,
  /** The rate against the previous equal period; null: cannot be told. */
  change: z
    .object({
      /** Null when the previous period had no negative signal. */
      ratio: z.number().nullable(),
      low: z.number(),
      high: z.number().nullable(),
      pValue: z.number(),
    })
    .nullable(),
  /** Of the rate over the points of the period. */
  trend: z.enum(["rising", "falling", "steady", "not-enough-data"]),
  /** The oldest first; counts are null where there are fewer exposures than may be shown. */
  points: z.array(
    z.object({ day: z.string(), exposures: z.number().nullable(), negative: z.number().nullable() }),
  ),
});
export type FigureRow = z.infer<typeof figureRow>;
export const figuresShape = z.object({
  data: z.array(figureRow),
  /** Of the groups that are shown: with the small ones in it, these could be had by subtraction. */
  total: z.object({ gained: z.int(), previousGained: z.int(), current: cellFigures, previous: cellFigures }),
  previousFrom: instant,
  previousTo: instant,
  /** How long a point is. A long range has weeks, named by their Monday. */
  pointUnit: z.enum(["day", "week"]),
  ...frame,
});
export type FiguresDto = z.infer<typeof figuresShape>;
