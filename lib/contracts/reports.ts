import { z } from "zod";
import { instant } from "./page.ts";

/** One closed ISO week as data: what the executive's page shows. Every sentence rests on rows counted here. */
export const weeklyReportShape = z.object({
  isoWeek: z.string(),
  from: instant,
  to: instant,
  timeZone: z.string(),
  /** False while the week is running: a preview, not an issue. */
  closed: z.boolean(),
  verdict: z.string(),
  numbers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      ratingAtStart: z.string().nullable(),
      ratingAtEnd: z.string().nullable(),
      falls: z.int(),
      /** Share of the week in which the rating was known, 0 to 1. */
      coverage: z.number(),
    }),
  ),
  incidents: z.object({
    opened: z.int(),
    resolved: z.int(),
    stillOpen: z.int(),
    /** Median minutes from opening to acknowledgement; null when none was acknowledged. */
    medianMinutesToAcknowledge: z.number().nullable(),
    acknowledged: z.int(),
  }),
  /** Gaps and rules of counting, in plain sentences. */
  smallPrint: z.array(z.string()),
});
export type WeeklyReportDto = z.infer<typeof weeklyReportShape>;
export const weeklyReportListShape = z.object({
  data: z.array(z.object({ isoWeek: z.string(), closed: z.boolean(), verdict: z.string() })),
  nextCursor: z.string().nullable(),
});
