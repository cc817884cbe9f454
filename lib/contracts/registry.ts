import { z } from "zod";
import { instant, pageOf, pageQuery } from "./page.ts";

export const methodKinds = [
  "website",
  "ivr",
  "whatsapp-thread",
  "sms",
  "qr-code",
  "ad",
  "in-person",
  "paper",
  "in-app-signup",
  "import",
  "other",
] as const;
export const methodStates = ["draft", "scheduled", "launched", "held", "retired"] as const;

/** A way in which people opt in, as launched. */
export const activationMethodShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(methodKinds),
  owner: z.string().nullable(),
  state: z.enum(methodStates),
  launchedAt: instant.nullable(),
  createdAt: instant,
  sourceCount: z.int(),
});
export type ActivationMethodDto = z.infer<typeof activationMethodShape>;
export const createActivationMethodBody = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(120),
  kind: z.enum(methodKinds),
  owner: z.string().trim().min(1).max(120).optional(),
  /** Past: launched then. Future: scheduled. Absent: a draft. */
  launchedAt: instant.optional(),
});
export type CreateActivationMethodBody = z.infer<typeof createActivationMethodBody>;
export const activationMethodListShape = pageOf(activationMethodShape);

/** The concrete place where a method runs. */
export const optInSourceShape = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  activationMethodId: z.string(),
  activationMethodName: z.string(),
  createdAt: instant,
});
export type OptInSourceDto = z.infer<typeof optInSourceShape>;
export const createOptInSourceBody = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, "must be lower-case letters, digits, dot, dash or underscore"),
  name: z.string().trim().min(1, "must not be empty").max(120),
  activationMethodId: z.string().min(1).max(80),
});
export type CreateOptInSourceBody = z.infer<typeof createOptInSourceBody>;
export const optInSourceListShape = pageOf(optInSourceShape);
export { pageQuery as registryListQuery };
