import { z } from "zod";
import { severityShape } from "./incidents.ts";
import { instant } from "./page.ts";

const httpsUrl = z.url({ protocol: /^https?$/, error: "must be a web address" }).max(2000);
const common = { name: z.string().trim().min(1).max(80), minSeverity: severityShape.default("SEV2") };

export const createChannelBody = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("email"),
    ...common,
    to: z.array(z.email()).min(1, "give at least one address").max(50),
  }),
  z.strictObject({ kind: z.literal("slack"), ...common, url: httpsUrl }),
  z.strictObject({
    kind: z.literal("webhook"),
    ...common,
    url: httpsUrl,
    /** Standard Webhooks secret; made when absent, and shown once. */
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/=]{32,200}$/, "must look like whsec_ and base64 of 24 bytes or more")
      .optional(),
  }),
]);
export type CreateChannelBody = z.infer<typeof createChannelBody>;

export const updateChannelBody = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  minSeverity: severityShape.optional(),
  state: z.enum(["active", "off"]).optional(),
});
export type UpdateChannelBody = z.infer<typeof updateChannelBody>;

export const channelShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["email", "slack", "webhook"]),
  /** The address without its secret part. */
  target: z.string(),
  minSeverity: severityShape,
  state: z.enum(["active", "broken", "off"]),
  managedBy: z.enum(["person", "environment"]),
  lastError: z.string().nullable(),
  createdAt: instant,
  lastSentAt: instant.nullable(),
});
export type ChannelDto = z.infer<typeof channelShape>;
export const channelListShape = z.object({ data: z.array(channelShape), nextCursor: z.string().nullable() });

/** `secret` is shown in this answer only. */
export const createdChannelShape = channelShape.extend({ secret: z.string().nullable() });

/** Result of a test message: what the receiver said. */
export const channelTestShape = z.object({
  outcome: z.enum(["sent", "retry", "failed"]),
  detail: z.string(),
});
