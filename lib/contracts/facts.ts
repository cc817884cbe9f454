import { z } from "zod";
import { exposureStatuses, messageCategories, signalBases, signalKinds } from "../core/facts/judge-told.ts";
import { instant } from "./page.ts";

/** A phone number with its country, a WhatsApp user id, or a keyed hash (docs/hash-contacts.md). */
const contact = z.union([z.string(), z.number()]);
const key = z.string().min(1).max(128);

export const factLimits = { items: 10_000, bytes: 10 * 1024 * 1024 } as const;

const optInItem = z.strictObject({
  contact,
  source: key,
  optedInAt: instant,
  /** A reference to the proof, up to 1,000 characters; never somebody's address or number. */
  evidence: z.union([z.string().max(1_000), z.record(z.string(), z.unknown())]).optional(),
  /** Your own id. Without it, contact, source and time make an opt-in the same. */
  id: z.string().min(1).max(512).optional(),
});
const exposureItem = z.strictObject({
  /** Meta's message id where you have it: webhooks then tell of the same message. */
  id: z.string().min(1).max(512),
  contact,
  phoneNumberId: z.string().min(1).max(64),
  sentAt: instant,
  campaign: key.optional(),
  template: z.string().min(1).max(512).optional(),
  /** Where the contact had opted in, if you know it better than the opt-ins you sent. */
  source: key.optional(),
  category: z.enum(messageCategories).optional(),
  status: z.enum(exposureStatuses).optional(),
  deliveredAt: instant.optional(),
  readAt: instant.optional(),
  failedAt: instant.optional(),
  /** Meta's error code of a failed message. */
  errorCode: z.int().optional(),
});
const signalItem = z.strictObject({
  id: z.string().min(1).max(512),
  contact: contact.optional(),
  exposureId: z.string().min(1).max(512).optional(),
  phoneNumberId: z.string().min(1).max(64),
  kind: z.enum(signalKinds),
  occurredAt: instant,
  basis: z.enum(signalBases).default("imported"),
});

const manyOf = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).max(factLimits.items)]);
export const optInsBody = manyOf(optInItem);
export const exposuresBody = manyOf(exposureItem);
export const signalsBody = manyOf(signalItem);

/** What came of a batch. A row that is refused costs no other. */
export const factsResult = z.object({
  /** New, or told anew with other words. */
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.array(
    z.object({
      /** Place in the batch, from 0; for NDJSON the line. */
      index: z.int(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })),
    }),
  ),
});
export type FactsResult = z.infer<typeof factsResult>;
