import { z } from "zod";
import type {
  PhoneNumberSighting,
  TokenReading,
  WabaSighting,
} from "../../core/collection/graph-api-port.ts";

/**
 * Meta's answers, read leniently: every value may be missing, null, a number for a string, or a word nobody has
 * documented. Only an id is required. Nothing here throws, and nothing maps an unknown word to a known one.
 */
const word = z
  .union([z.string(), z.number(), z.boolean()])
  .transform((value) => String(value))
  .nullable()
  .catch(null)
  .default(null);

const id = z.union([z.string().min(1), z.int()]).transform((value) => String(value));

const qualityScore = z
  .looseObject({
    score: word,
    date: word,
    reasons: z.array(z.unknown()).catch([]).default([]),
  })
  .nullable()
  .catch(null)
  .default(null);

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
  health_status: z.looseObject({ can_send_message: word }).nullable().catch(null).default(null),
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

export const portfolioShape = z.looseObject({ id, name: word, verification_status: word });

const tokenShape = z.looseObject({
  data: z.looseObject({
    is_valid: z.boolean(),
    expires_at: word,
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
    expiresAt: data.expires_at === "0" ? null : readInstant(data.expires_at),
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

const metaIso = /^(\d{4}-\d{2}-\d{2}T[\d:.]+)(?:Z|([+-]\d{2}):?(\d{2}))$/;
/** The end of the year 9999: a larger number is not in seconds, and no database or screen could take it. */
const lastSecond = 253_402_300_799;

/** Unix seconds, or an ISO text with Meta's colon-less offset. Null when unreadable. */
function readInstant(raw: string | null): Date | null {
  if (raw === null) return null;
  if (/^\d+$/.test(raw)) return Number(raw) > lastSecond ? null : new Date(Number(raw) * 1000);
  const iso = metaIso.exec(raw);
  if (iso === null) return null;
  const date = new Date(`${iso[1] ?? ""}${iso[2] === undefined ? "Z" : `${iso[2]}:${iso[3] ?? ""}`}`);
  return Number.isNaN(date.getTime()) ? null : date;
}
