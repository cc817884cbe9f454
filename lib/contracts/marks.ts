import { z } from "zod";
import { figuresQuery } from "./cells.ts";
import { instant } from "./page.ts";
import { eventMarkShape } from "./phone-numbers.ts";

const { from, to, phoneNumberId, source, method, campaign, template } = figuresQuery.shape;
export const marksQuery = z.strictObject({ from, to, phoneNumberId, source, method, campaign, template });
export type MarksQuery = z.infer<typeof marksQuery>;

export const marksShape = z.object({
  /** The oldest first; the newest 100 of each kind. */
  data: z.array(eventMarkShape),
  /** Whole hours of UTC. */
  from: instant,
  to: instant,
});
export type MarksDto = z.infer<typeof marksShape>;

export const markEndpoints = {
  getMarks: {
    method: "GET",
    path: "/api/v1/marks",
    summary: "What happened to the numbers, sources and templates behind a figure, for time charts",
    right: "quality.read",
    query: marksQuery,
    response: marksShape,
    status: 200,
  },
} as const;
