import { z } from "zod";
import type {
  PhoneNumberSighting,
  TokenReading,
  WabaSighting,
} from "../../core/collection/graph-api-port.ts";
import { healthStatus, id, qualityScore, readEnd, readInstant, word } from "./lenient.ts";

const phoneNumber = z.looseObject({
  id,
  display_phone_number: word,
  verified_name: word,
  quality_rating: word,
  quality_score: qualityScore,
  whatsapp_business_manager_messaging_limit: word,
  messaging_limit_tier: word,
  throughput: z.looseObject({ level: word }).nullable().catch(null).default(null),
  status: word,
  name_status: word,
  code_verification_status: word,
  account_mode: word,
  platform_type: word,
  health_status: healthStatus,
});

/** What a poll asks for. The id always comes back. */
export const phoneNumberFields = [
  "id",
  "display_phone_number",
  "verified_name",
  "quality_rating",
  "quality_score",
  "whatsapp_business_manager_messaging_limit",
  "messaging_limit_tier",
  "throughput",
  "status",
  "name_status",
  "code_verification_status",
  "account_mode",
  "platform_type",
  "health_status",
] as const;

export function readPhoneNumber(raw: unknown): PhoneNumberSighting | null {
  const parsed = phoneNumber.safeParse(raw);
  if (!parsed.success) return null;
  const value = parsed.data;
  return {
    id: value.id,
    displayPhoneNumber: value.display_phone_number,
    verifiedName: value.verified_name,
    qualityRating: value.quality_rating ?? value.quality_score?.score ?? null,
    qualityScoreAt: readInstant(value.quality_score?.date ?? null),
    qualityReasons: (value.quality_score?.reasons ?? []).filter((reason) => typeof reason === "string"),
    portfolioLimit: value.whatsapp_business_manager_messaging_limit,
    legacyLimit: value.messaging_limit_tier,
    throughput: value.throughput?.level ?? null,
    status: value.status,
    nameStatus: value.name_status,
    codeVerificationStatus: value.code_verification_status,
    accountMode: value.account_mode,
    platformType: value.platform_type,
    canSendMessage: value.health_status?.can_send_message ?? null,
    healthStatus: value.health_status,
  };
}

const waba = z.looseObject({ id, name: word });
export function readWaba(raw: unknown): WabaSighting | null {
  const parsed = waba.safeParse(raw);
  return parsed.success ? { id: parsed.data.id, name: parsed.data.name } : null;
}

const tokenShape = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    expires_at: word,
    data_access_expires_at: word,
    type: word,
    scopes: z.array(z.string()).catch([]).default([]),
    app_id: word,
  }),
});
export function readToken(raw: unknown): TokenReading | null {
  const parsed = tokenShape.safeParse(raw);
  if (!parsed.success) return null;
  const data = parsed.data.data;
  return {
    valid: data.is_valid,
    expiresAt: readEnd(data.expires_at),
    dataAccessExpiresAt: readEnd(data.data_access_expires_at),
    type: data.type,
    scopes: data.scopes,
    appId: data.app_id,
  };
}

/** One page of an edge. A single page may lack `paging` altogether. */
export const pageShape = z.looseObject({
  data: z.array(z.unknown()),
  paging: z
    .looseObject({
      next: z.string().optional().catch(undefined),
      cursors: z
        .looseObject({ after: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

export const errorShape = z.looseObject({
  error: z.looseObject({
    message: z.string().catch("no message"),
    code: z.number().nullable().catch(null).default(null),
    error_subcode: z.number().nullable().catch(null).default(null),
    fbtrace_id: z.string().nullable().catch(null).default(null),
    is_transient: z.boolean().catch(false).default(false),
    error_data: z.looseObject({ details: z.string().optional() }).optional().catch(undefined),
  }),
});
