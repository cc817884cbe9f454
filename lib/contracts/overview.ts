import { z } from "zod";
import { incidentShape } from "./incidents.ts";
import { instant } from "./page.ts";
import { phoneNumberShape, ratingSpanShape } from "./phone-numbers.ts";

/** What needs attention now. */
export const overviewShape = z.object({
  asOf: instant,
  /** none: nothing is connected yet; sandbox: only the sandbox; meta: at least one real account. */
  connected: z.enum(["none", "sandbox", "meta"]),
  /** True while a connection exists and its first poll has not finished. */
  firstPollRunning: z.boolean(),
  counts: z.object({
    green: z.int(),
    yellow: z.int(),
    red: z.int(),
    /** Not rated yet, not reported, or a word we do not know. */
    other: z.int(),
    stale: z.int(),
    openIncidents: z.int(),
  }),
  openIncidents: z.array(incidentShape),
  /** Worst first, at most 50, each with its rating over the last 28 days. */
  numbers: z.array(phoneNumberShape.extend({ ratingSpans: z.array(ratingSpanShape) })),
  rangeFrom: instant,
  /** Connections with trouble, in plain words. */
  troubles: z.array(
    z.object({
      connectionId: z.string(),
      connectionName: z.string(),
      message: z.string(),
      action: z.string(),
      since: instant.nullable(),
    }),
  ),
});
export type OverviewDto = z.infer<typeof overviewShape>;
