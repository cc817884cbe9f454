import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";
import { plainErrorShape } from "./plain-error.ts";

/** Current state of one phone number. Values from Meta keep Meta's spelling; null means Meta does not report it. */
export const phoneNumberShape = z.object({
  id: z.string(),
  displayPhoneNumber: z.string().nullable(),
  verifiedName: z.string().nullable(),
  wabaId: z.string(),
  wabaName: z.string().nullable(),
  connectionId: z.string(),
  connectionName: z.string(),
  qualityRating: z.string().nullable(),
  /** When the present rating was first seen; null before the first rating. */
  ratingSince: instant.nullable(),
  /** When Meta computed the score, by its own account. */
  qualityScoreAt: instant.nullable(),
  qualityReasons: z.array(z.string()),
  messagingLimit: z.string().nullable(),
  /** Which of Meta's two fields the limit came from. */
  messagingLimitField: z.enum(["portfolio", "legacy"]).nullable(),
  messagingLimitDisagrees: z.boolean(),
  status: z.string().nullable(),
  nameStatus: z.string().nullable(),
  throughput: z.string().nullable(),
  accountMode: z.string().nullable(),
  canSendMessage: z.string().nullable(),
  observedAt: instant,
  stale: z.boolean(),
  freshness: z.enum(["fresh", "amber", "red", "never"]),
  /** Set when polls no longer list this number. */
  missingSince: instant.nullable(),
  /** The trouble that keeps this number's data from being newer, if any. */
  lastError: plainErrorShape.nullable(),
  errorSince: instant.nullable(),
  openIncidentId: z.string().nullable(),
});
export type PhoneNumberDto = z.infer<typeof phoneNumberShape>;

export const phoneNumberListQuery = pageQuery.extend({
  rating: z.string().max(40).optional(),
  wabaId: z.string().max(40).optional(),
  search: z.string().max(80).optional(),
});
export type PhoneNumberListQuery = z.infer<typeof phoneNumberListQuery>;
export const phoneNumberListShape = pageOf(phoneNumberShape);

export const historyQuery = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  /** `csv` answers the changes as a file; cells that a spreadsheet would run as a formula are made harmless. */
  format: z.enum(["json", "csv"]).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const changeShape = z.object({
  id: z.string(),
  field: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  /** When the new value was first seen; the true moment lies between notBefore and this. */
  occurredAt: instant,
  notBefore: instant.nullable(),
  recordedAt: instant,
  source: z.enum(["poll", "webhook", "import"]),
});
export type ChangeDto = z.infer<typeof changeShape>;

/** A stretch of time in which a value held, clipped to the range asked for. `value` null: not reported. */
export const ratingSpanShape = z.object({
  kind: z.enum(["value", "gap"]),
  value: z.string().nullable(),
  /** Seen by us, or brought in from elsewhere; absent for a gap. */
  source: z.enum(["observed", "import"]).optional(),
  from: instant,
  to: instant,
});
export type RatingSpan = z.infer<typeof ratingSpanShape>;

export const eventMarkShape = z.object({
  id: z.string(),
  kind: z.enum(["incident", "webhook", "launch", "wording", "template", "page"]),
  occurredAt: instant,
  label: z.string(),
  href: z.string().nullable(),
});
export type EventMark = z.infer<typeof eventMarkShape>;

export const historyShape = z.object({
  phoneNumberId: z.string(),
  from: instant,
  to: instant,
  /** Newest first. */
  changes: z.array(changeShape),
  /** The rating as held spans with gaps, oldest first: what a step strip draws. */
  ratingSpans: z.array(ratingSpanShape),
  marks: z.array(eventMarkShape),
});
export type HistoryDto = z.infer<typeof historyShape>;
