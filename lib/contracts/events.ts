import { z } from "zod";
import { figuresQuery, negativeKinds, softKinds } from "./cells.ts";
import { instant, pageOf, pageQuery } from "./page.ts";

/** What can be listed: messages, and the signals that figures count. */
export const eventKinds = ["exposure", ...negativeKinds, ...softKinds] as const;
export type EventKind = (typeof eventKinds)[number];

const { from, to, rule, phoneNumberId, source, method, campaign, template, format } = figuresQuery.shape;
export const eventsQuery = z.strictObject({
  ...pageQuery.shape,
  ...{ from, to, rule, phoneNumberId, source, method, campaign, template },
  /** Comma-separated; empty: all. */
  kind: z
    .string()
    .max(200)
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(z.enum(eventKinds)).max(eventKinds.length)),
  /** `csv` answers a file of the whole list, whatever limit and cursor say. */
  format,
});
export type EventsQuery = z.infer<typeof eventsQuery>;

/** One message, or one signal that is counted. */
export const eventShape = z.object({
  /** Stands for it in lists, the same for ever; leads to nobody. */
  id: z.string(),
  kind: z.enum(eventKinds),
  occurredAt: instant,
  recordedAt: instant,
  phoneNumberId: z.string(),
  /** Under the rule of the question; key after merges, null: none is known. */
  source: z.string().nullable(),
  sourceName: z.string().nullable(),
  campaign: z.string().nullable(),
  campaignName: z.string().nullable(),
  template: z.string().nullable(),
  /** Names that are left out, since too little was sent under them to be shown. */
  tooSmall: z.array(z.enum(["source", "campaign", "template"])),
  /** observed: told as it happened. imported: from a file. inferred: concluded, told by nobody. */
  basis: z.enum(["observed", "imported", "inferred"]),
  /** How far a message came; null for signals. */
  status: z.enum(["sent", "delivered", "read", "failed"]).nullable(),
  /** Meta's error code of a failed message. */
  errorCode: z.int().nullable(),
  /** Whole days from the message that a signal answers; null for messages, and where none is known. */
  ageDays: z.int().nullable(),
  /** The first 8 characters of the contact's keyed hash; null: not to be seen, not known, or erased. */
  contact: z.string().nullable(),
  erased: z.boolean(),
});
export type EventDto = z.infer<typeof eventShape>;

export const eventsShape = pageOf(eventShape).extend({
  /** Too few exposures: nothing is listed, as the figures of such a group are not shown. */
  suppressed: z.boolean(),
  smallGroupSize: z.int(),
  /** Whether the one who asks may see short contact hashes. */
  contactsShown: z.boolean(),
  /** Whole hours of UTC. */
  from: instant,
  to: instant,
  rule: figuresQuery.shape.rule.unwrap(),
  /** Single events are kept for so many days; their counts stay. */
  keptDays: z.int(),
  /** Events from before are gone; null: none were dropped yet. */
  goneBefore: instant.nullable(),
  /** Facts that are waiting to be counted: they are listed as soon as they are. */
  waiting: z.int(),
});
export type EventsDto = z.infer<typeof eventsShape>;

export const eventEndpoints = {
  getEvents: {
    method: "GET",
    path: "/api/v1/events",
    summary: "The single messages and signals behind a figure, the newest first",
    right: "quality.read",
    query: eventsQuery,
    response: eventsShape,
    status: 200,
  },
} as const;
