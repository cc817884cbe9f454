import { z } from "zod";
import { templateCategories } from "../core/declared/category-spans.ts";
import { instant, pageQuery, rangeEnd } from "./page.ts";
import { declaredKindsShape, id } from "./registry.ts";

const range = { from: rangeEnd.optional(), to: rangeEnd.optional() };
export const declaredQuery = z.strictObject(range);
export type DeclaredQuery = z.infer<typeof declaredQuery>;
export const declaredListQuery = z.strictObject({
  ...pageQuery.shape,
  ...range,
  /** Sources of this method only. */
  activationMethodId: id.optional(),
});
export type DeclaredListQuery = z.infer<typeof declaredListQuery>;

const interval = z.tuple([z.number(), z.number()]);
/** Messages and their negative signals; null where the group is too small to be shown. */
const sentFigures = {
  messages: z.number().nullable(),
  negative: z.number().nullable(),
  /** Negative signals a message. */
  rate: z.number().nullable(),
  /** 95 %. */
  interval: interval.nullable(),
  suppressed: z.boolean(),
};
const sentShape = z.object(sentFigures);
export type SentFigures = z.infer<typeof sentShape>;

const categoryRow = z.object({
  /** Null: not known, for the reason in `unknown`. */
  category: z.enum(templateCategories).nullable(),
  /** no-template: the message named none. not-read: its category was never read. differs: templates of the name have several. */
  unknown: z.enum(["no-template", "not-read", "differs"]).nullable(),
  /** Null: its category is not known, or nothing is declared. */
  declared: z.boolean().nullable(),
  ...sentFigures,
  /** The part of these messages whose category was read only after they were sent; null: not shown or not known. */
  readLaterShare: z.number().nullable(),
  /** The most sent ones; of small groups only the name. */
  templates: z.array(z.object({ name: z.string(), messages: z.number().nullable() })),
});
export type DeclaredCategory = z.infer<typeof categoryRow>;

/** What a source's contacts were told, and what was sent to them. */
export const declaredSourceShape = z.object({
  /** Null: the registry does not have it. */
  id: z.string().nullable(),
  key: z.string(),
  name: z.string(),
  state: z.string().nullable(),
  activationMethodId: z.string().nullable(),
  activationMethodName: z.string().nullable(),
  /** Null: nothing is declared, which does not mean that nothing is allowed. */
  declaration: z.object({ kinds: declaredKindsShape, by: z.enum(["source", "method"]) }).nullable(),
  categories: z.array(categoryRow),
  /** Sums of the categories above that are shown. Null: nothing is declared. */
  inside: sentShape.nullable(),
  outside: sentShape.nullable(),
  /** Of the messages of known category, the part that was not declared, and 95 %. */
  outsideShare: z.number().nullable(),
  outsideInterval: interval.nullable(),
  /** The negative rate of what was not declared against that of what was. */
  ratio: z
    .object({
      ratio: z.number().nullable(),
      low: z.number(),
      high: z.number().nullable(),
      pValue: z.number(),
    })
    .nullable(),
  /**
   * outside: surely more than 5 % was not declared. open: some was, not surely so much. within: nothing was. few: fewer than 50
   * messages. hidden: too few to be shown.
   */
  finding: z.enum(["nothing-declared", "no-messages", "few", "outside", "open", "within", "hidden"]),
});
export type DeclaredSourceDto = z.infer<typeof declaredSourceShape>;

const frame = {
  /** Whole hours of UTC that were counted. */
  from: instant,
  to: instant,
  /** Groups with fewer messages are not shown. */
  smallGroupSize: z.int(),
  /** When the cells last changed; null: nothing was ever counted. */
  countedAt: instant.nullable(),
  /** Facts that are waiting to be counted. */
  waiting: z.int(),
};
export const declaredListShape = z.object({
  /** The surest and largest undeclared part first. */
  data: z.array(declaredSourceShape),
  nextCursor: z.string().nullable(),
  ...frame,
});
export type DeclaredListDto = z.infer<typeof declaredListShape>;
export const sourceDeclaredShape = declaredSourceShape.extend(frame);
export type SourceDeclaredDto = z.infer<typeof sourceDeclaredShape>;

export const consentGapsQuery = z.strictObject({
  ...pageQuery.shape,
  ...range,
  by: z.enum(["campaign", "template", "phoneNumberId"]).default("campaign"),
});
export type ConsentGapsQuery = z.infer<typeof consentGapsQuery>;

const gapRow = z.object({
  /** Null: none was named. */
  key: z.string().nullable(),
  name: z.string(),
  /** All that was sent; this and what follows is null where the group is too small to be shown. */
  messages: z.number().nullable(),
  /** To contacts of whom no opt-in before the sending is known, receivers that Meta did not name included. */
  withoutOptIn: z.number().nullable(),
  withoutOptInShare: z.number().nullable(),
  /** Marketing later than five minutes after a stop, on the same number, until it was taken back. Never hidden. */
  afterOptOut: z.number(),
  suppressed: z.boolean(),
});
export type ConsentGap = z.infer<typeof gapRow>;
export const consentGapsShape = z.object({
  /** The most messages after a stop first, then the most without an opt-in. */
  data: z.array(gapRow),
  nextCursor: z.string().nullable(),
  by: z.enum(["campaign", "template", "phoneNumberId"]),
  /** Sums of the whole range, without small groups; messages after a stop are all. */
  total: gapRow.omit({ key: true, name: true }),
  ...frame,
});
export type ConsentGapsDto = z.infer<typeof consentGapsShape>;

/** The part of the endpoint table (endpoints.ts) about what was declared and what was sent. */
export const declaredEndpoints = {
  getDeclared: {
    method: "GET",
    path: "/api/v1/declared",
    summary:
      "What sources declare against the categories of what was sent to their contacts, the worst first",
    right: "quality.read",
    query: declaredListQuery,
    response: declaredListShape,
    status: 200,
  },
  getSourceDeclared: {
    method: "GET",
    path: "/api/v1/opt-in-sources/{id}/declared",
    summary: "What one source declares against what was sent to its contacts",
    right: "quality.read",
    query: declaredQuery,
    response: sourceDeclaredShape,
    status: 200,
  },
  getConsentGaps: {
    method: "GET",
    path: "/api/v1/consent-gaps",
    summary: "Messages to people without a known opt-in, and after a stop, by campaign, template or number",
    right: "quality.read",
    query: consentGapsQuery,
    response: consentGapsShape,
    status: 200,
  },
} as const;
