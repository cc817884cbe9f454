import { z } from "zod";
import { exposureStatuses, messageCategories, signalBases, signalKinds } from "../core/facts/judge-told.ts";
import { instant } from "./page.ts";

/** A phone number with its country, a WhatsApp user id, or a keyed hash (docs/hash-contacts.md). */
const contact = z.union([z.string().min(1).max(512), z.int()]);
const text = (longest: number) => z.union([z.string().max(longest).regex(/\S/), z.int()]);
const id = text(512);
const key = text(128);

export const factLimits = { items: 10_000, bytes: 10 * 1024 * 1024 } as const;

const optInItem = z.strictObject({
  contact,
  source: key,
  optedInAt: instant,
  /** A reference to the proof, up to 1,000 characters; never somebody's address or number. */
  evidence: z.union([z.string().max(1_000), z.record(z.string(), z.unknown())]).nullish(),
  /** Your own id. Without it, contact, source and time make an opt-in the same. */
  id: id.nullish(),
});
const exposureItem = z.strictObject({
  /** Meta's message id where you have it: webhooks then tell of the same message. */
  id,
  contact,
  phoneNumberId: text(64),
  sentAt: instant,
  campaign: key.nullish(),
  template: id.nullish(),
  /** Where the contact had opted in, if you know it better than the opt-ins you sent. */
  source: key.nullish(),
  category: z.enum(messageCategories).nullish(),
  status: z.enum(exposureStatuses).nullish(),
  deliveredAt: instant.nullish(),
  readAt: instant.nullish(),
  failedAt: instant.nullish(),
  /** Meta's error code of a failed message. */
  errorCode: z.union([z.int().min(0).max(2_147_483_647), z.string().regex(/^\d{1,9}$/)]).nullish(),
});
const signalItem = z.strictObject({
  id,
  /** Without it and `exposureId`, a signal counts for its number alone. */
  contact: contact.nullish(),
  exposureId: id.nullish(),
  phoneNumberId: text(64),
  kind: z.enum(signalKinds),
  occurredAt: instant,
  /** "imported" when absent. */
  basis: z.enum(signalBases).nullish(),
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
