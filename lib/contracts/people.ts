import { z } from "zod";
import { apiKeyScopes } from "../core/access/rights.ts";
import { instant } from "./page.ts";

export const roleShape = z.enum(["admin", "growth", "on-call", "executive"]);

/** At least 12 characters, no composition rules (OWASP ASVS 6.2); common ones are refused by the service. */
export const newPassword = z.string().min(12, "must have at least 12 characters").max(128);

export const personShape = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleShape,
  disabledAt: instant.nullable(),
  lastSignInAt: instant.nullable(),
  createdAt: instant,
});
export type PersonDto = z.infer<typeof personShape>;
export const personListShape = z.object({ data: z.array(personShape), nextCursor: z.string().nullable() });

export const updatePersonBody = z.strictObject({
  role: roleShape.optional(),
  disabled: z.boolean().optional(),
});
export type UpdatePersonBody = z.infer<typeof updatePersonBody>;

export const createInvitationBody = z.strictObject({ email: z.email().max(254), role: roleShape });
export type CreateInvitationBody = z.infer<typeof createInvitationBody>;

export const invitationShape = z.object({
  id: z.string(),
  email: z.string().nullable(),
  role: roleShape,
  createdAt: instant,
  expiresAt: instant,
});
export type InvitationDto = z.infer<typeof invitationShape>;
export const invitationListShape = z.object({
  data: z.array(invitationShape),
  nextCursor: z.string().nullable(),
});

/** `link` is shown in this answer only; `mailed` says whether it was also sent by e-mail. */
export const createdInvitationShape = invitationShape.extend({ link: z.string(), mailed: z.boolean() });

export const acceptInvitationBody = z.strictObject({
  token: z.string().min(10).max(400),
  email: z.email().max(254).optional(),
  name: z.string().trim().min(1, "must not be empty").max(80),
  password: newPassword,
});
export type AcceptInvitationBody = z.infer<typeof acceptInvitationBody>;

export const changePasswordBody = z.strictObject({ currentPassword: z.string().max(128), newPassword });

export const apiKeyShape = z.object({
  id: z.string(),
  name: z.string(),
  role: roleShape,
  /** Held to these; empty: all of its role. */
  scopes: z.array(z.enum(apiKeyScopes)),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
});
export type ApiKeyDto = z.infer<typeof apiKeyShape>;
export const apiKeyListShape = z.object({ data: z.array(apiKeyShape), nextCursor: z.string().nullable() });
export const createApiKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  role: roleShape,
  /** `ingest`: may send opt-ins, exposures and signals, and nothing else. */
  scopes: z.array(z.enum(apiKeyScopes)).max(apiKeyScopes.length).optional(),
  expiresAt: instant.optional(),
});
export type CreateApiKeyBody = z.infer<typeof createApiKeyBody>;
/** `key` is shown in this answer only. */
export const createdApiKeyShape = apiKeyShape.extend({ key: z.string() });

/** Who is asking, and what they may do. */
export const meShape = z.object({
  id: z.string(),
  kind: z.enum(["person", "api-key"]),
  name: z.string(),
  email: z.string().nullable(),
  role: roleShape,
  rights: z.array(z.string()),
  landingPage: z.string(),
  organization: z.object({ id: z.string(), name: z.string(), timeZone: z.string() }),
});
export type MeDto = z.infer<typeof meShape>;
