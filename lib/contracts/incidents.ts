import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";

export const severityShape = z.enum(["SEV1", "SEV2", "SEV3", "INFO"]);
export const incidentStateShape = z.enum(["open", "acknowledged", "resolved"]);

export const incidentShape = z.object({
  id: z.string(),
  kind: z.string(),
  severity: severityShape,
  state: incidentStateShape,
  title: z.string(),
  summary: z.string(),
  /** Ids of what it is about, for example { phoneNumberId }. */
  subject: z.record(z.string(), z.string()),
  openedAt: instant,
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(),
  updatedAt: instant,
});
export type IncidentDto = z.infer<typeof incidentShape>;

export const incidentEventShape = z.object({
  id: z.string(),
  kind: z.enum([
    "opened",
    "worsened",
    "improved",
    "acknowledged",
    "resolved",
    "notified",
    "undelivered",
    "hold",
  ]),
  occurredAt: instant,
  recordedAt: instant,
  actorName: z.string().nullable(),
  text: z.string(),
});
export type IncidentEventDto = z.infer<typeof incidentEventShape>;

export const deliveryShape = z.object({
  id: z.string(),
  incidentId: z.string().nullable(),
  channelId: z.string(),
  channelName: z.string(),
  channelKind: z.string(),
  reason: z.enum(["opened", "worsened", "resolved", "test"]),
  state: z.enum(["waiting", "sending", "sent", "dead"]),
  createdAt: instant,
  nextAttemptAt: instant.nullable(),
  sentAt: instant.nullable(),
  attempts: z.array(
    z.object({
      number: z.int(),
      occurredAt: instant,
      outcome: z.enum(["sent", "retry", "failed"]),
      detail: z.string(),
    }),
  ),
});
export type DeliveryDto = z.infer<typeof deliveryShape>;

/** One incident with its timeline (oldest first) and who was told. */
export const incidentDetailShape = incidentShape.extend({
  timeline: z.array(incidentEventShape),
  deliveries: z.array(deliveryShape),
});
export type IncidentDetailDto = z.infer<typeof incidentDetailShape>;

export const incidentListQuery = pageQuery.extend({
  state: z.enum(["open", "acknowledged", "resolved", "unresolved"]).optional(),
  severity: severityShape.optional(),
});
export type IncidentListQuery = z.infer<typeof incidentListQuery>;
export const incidentListShape = pageOf(incidentShape);

export const resolveIncidentBody = z.strictObject({ comment: z.string().max(2000).optional() });
