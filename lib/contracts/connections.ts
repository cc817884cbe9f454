import { z } from "zod";
import { instant } from "./page.ts";
import { plainErrorShape } from "./plain-error.ts";

const metaId = z
  .string()
  .trim()
  .regex(/^\d{5,25}$/, "must be Meta's numeric id, for example 204718350099121");
const secretText = z.string().trim().min(8, "is too short").max(2000);

/** Connect WhatsApp. Secrets are write-only: no answer ever repeats them. */
export const createConnectionBody = z
  .strictObject({
    name: z.string().trim().min(1, "must not be empty").max(80),
    businessId: metaId.optional(),
    wabaIds: z.array(metaId).max(500).default([]),
    appId: metaId.optional(),
    appSecret: secretText.optional(),
    accessToken: secretText,
    verifyToken: secretText.optional(),
    pollIntervalSeconds: z.int().min(1).max(86_400).optional(),
  })
  .refine((body) => body.businessId !== undefined || body.wabaIds.length > 0, {
    path: ["businessId"],
    message: "give the business portfolio's id, or at least one WABA id",
  });
export type CreateConnectionBody = z.infer<typeof createConnectionBody>;

export const updateConnectionBody = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  state: z.enum(["active", "paused"]).optional(),
  accessToken: secretText.optional(),
  appSecret: secretText.optional(),
  pollIntervalSeconds: z.int().min(1).max(86_400).optional(),
});
export type UpdateConnectionBody = z.infer<typeof updateConnectionBody>;

export const pollRunShape = z.object({
  id: z.string(),
  trigger: z.enum(["schedule", "manual", "webhook"]),
  occurredAt: instant,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  outcome: z.enum(["complete", "incomplete", "failed"]).nullable(),
  callCount: z.int(),
  wabaCount: z.int(),
  numberCount: z.int(),
  changeCount: z.int(),
  error: plainErrorShape.nullable(),
});
export type PollRunDto = z.infer<typeof pollRunShape>;

export const wabaShape = z.object({
  id: z.string(),
  name: z.string().nullable(),
  state: z.enum(["visible", "lost"]),
  lostSince: instant.nullable(),
  error: plainErrorShape.nullable(),
  lastPolledAt: instant.nullable(),
  numberCount: z.int(),
});

export const connectionShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["meta", "sandbox"]),
  managedBy: z.enum(["person", "environment", "sandbox"]),
  state: z.enum(["active", "paused", "token-dead"]),
  businessId: z.string().nullable(),
  apiVersion: z.string(),
  appId: z.string().nullable(),
  hasAppSecret: z.boolean(),
  pollIntervalSeconds: z.int(),
  createdAt: instant,
  lastSuccessAt: instant.nullable(),
  nextPollAt: instant.nullable(),
  lastError: plainErrorShape.nullable(),
  errorSince: instant.nullable(),
  skippedPolls: z.int(),
  freshness: z.enum(["fresh", "amber", "red", "never"]),
  /** Highest share of Meta's hourly call budget in the last answer, in percent; null before the first. */
  budgetUsedPercent: z.number().nullable(),
  /** What debug_token said; null when it was not asked yet. */
  token: z
    .object({ valid: z.boolean(), expiresAt: instant.nullable(), scopes: z.array(z.string()) })
    .nullable(),
  wabas: z.array(wabaShape),
  numberCount: z.int(),
  lastPolls: z.array(pollRunShape),
  webhooks: z.object({
    received: z.int(),
    lastReceivedAt: instant.nullable(),
    orphaned: z.int(),
    quarantined: z.int(),
  }),
});
export type ConnectionDto = z.infer<typeof connectionShape>;
export const connectionListShape = z.object({
  data: z.array(connectionShape),
  nextCursor: z.string().nullable(),
});

/** What an administrator pastes into Meta's webhook form. */
export const webhookSetupShape = z.object({ callbackUrl: z.string(), verifyToken: z.string() });
export type WebhookSetupDto = z.infer<typeof webhookSetupShape>;

/** What Meta answered for each WABA. */
export const webhookSubscriptionShape = z.object({
  wabas: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      subscribed: z.boolean(),
      error: plainErrorShape.nullable(),
    }),
  ),
});
export type WebhookSubscriptionDto = z.infer<typeof webhookSubscriptionShape>;
