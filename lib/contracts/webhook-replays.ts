import { z } from "zod";

/** One re-derivation of facts from the webhook bodies that are kept. */
export const webhookReplay = z.object({
  id: z.string(),
  state: z.enum(["running", "done", "failed"]),
  requestedBy: z.string(),
  requestedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  windowStart: z.iso
    .datetime()
    .describe("Facts known before this are left alone: their bodies may be gone already."),
  windowEnd: z.iso.datetime(),
  totalCount: z.int().describe("Bodies that take part."),
  deliveryCount: z.int().describe("Bodies worked on so far."),
  eventCount: z.int().describe("Statuses, messages and changes read from them."),
  removedCount: z.int().describe("Messages that no kept body speaks of, removed at the end."),
  identical: z
    .boolean()
    .nullable()
    .describe(
      "Whether all facts of the window were the same before and after; null while it runs. Webhooks that come in meanwhile may change facts too.",
    ),
  error: z.string().nullable(),
});
export type WebhookReplay = z.infer<typeof webhookReplay>;
