import type {
  PhoneNumberSighting,
  PortfolioSighting,
  TemplateComparisonReading,
  TemplateDayReading,
  TemplateSighting,
  PricingDayReading,
  WabaDetails,
} from "./graph-api-port.ts";

/** A word of Meta's that no page we know of lists, and where it was met. */
export interface MetWord {
  /** "phone_number.status", "template.quality_score", … */
  readonly place: string;
  readonly value: string;
  /** The asset it was met on. */
  readonly subjectId: string;
}

const limits = words(
  "TIER_50 TIER_250 TIER_1K TIER_2K TIER_10K TIER_100K TIER_UNLIMITED UNTIERED TIER_NOT_SET",
);
const sendStates = words("AVAILABLE LIMITED BLOCKED");
const verification = words(
  "expired failed ineligible not_verified pending pending_need_more_info pending_submission rejected revoked verified",
);
const categories = words("MARKETING UTILITY AUTHENTICATION");

/** The documented values of each place, as docs/graph-api.md names their pages. What is not here may say anything. */
const knownWords: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["phone_number.quality_rating", words("GREEN YELLOW RED UNKNOWN NA")],
  [
    "phone_number.status",
    words(
      "PENDING DELETED MIGRATED BANNED RESTRICTED RATE_LIMITED FLAGGED CONNECTED DISCONNECTED UNKNOWN UNVERIFIED LINKED UNLINKED",
    ),
  ],
  ["phone_number.portfolio_limit", limits],
  ["phone_number.legacy_limit", limits],
  [
    "phone_number.name_status",
    words("APPROVED AVAILABLE_WITHOUT_REVIEW DECLINED EXPIRED PENDING_REVIEW NONE NON_EXISTS"),
  ],
  ["phone_number.throughput", words("STANDARD HIGH NOT_APPLICABLE")],
  ["phone_number.code_verification_status", words("VERIFIED NOT_VERIFIED EXPIRED")],
  ["phone_number.account_mode", words("LIVE SANDBOX")],
  ["phone_number.platform_type", words("CLOUD_API ON_PREMISE NOT_APPLICABLE")],
  ["phone_number.can_send_message", sendStates],
  ["waba.account_review_status", words("APPROVED PENDING REJECTED")],
  ["waba.business_verification_status", verification],
  ["waba.can_send_message", sendStates],
  ["portfolio.messaging_limit", limits],
  ["portfolio.verification_status", verification],
  [
    "template.status",
    words(
      "APPROVED PENDING REJECTED PAUSED DISABLED IN_APPEAL PENDING_DELETION DELETED LIMIT_EXCEEDED ARCHIVED LOCKED FLAGGED REINSTATED",
    ),
  ],
  ["template.quality_score", words("GREEN YELLOW RED UNKNOWN")],
  ["template.category", categories],
  ["template.correct_category", categories],
  [
    "template_comparison.top_block_reason",
    words(
      "NO_LONGER_NEEDED NO_REASON NO_REASON_GIVEN NO_SIGN_UP OFFENSIVE_MESSAGES OTHER OTP_DID_NOT_REQUEST SPAM UNKNOWN_BLOCK_REASON",
    ),
  ],
  ["template_analytics.click_type", words("quick_reply_button url_button unique_url_button")],
  ["pricing_analytics.pricing_type", words("REGULAR FREE_CUSTOMER_SERVICE FREE_ENTRY_POINT")],
  [
    "pricing_analytics.category",
    words(
      "AUTHENTICATION AUTHENTICATION_INTERNATIONAL MARKETING MARKETING_LITE SERVICE UTILITY REFERRAL_CONVERSION",
    ),
  ],
]);

/** Analytics come in any case. */
const anyCase = /^(template|pricing)_analytics\./;

/** False for a word that is not documented at its place. Absent values and places without a list are never unknown. */
export function isKnownWord(place: string, value: string | null): boolean {
  const known = knownWords.get(place);
  if (known === undefined || value === null || value === "") return true;
  if (known.has(value)) return true;
  return anyCase.test(place) && (known.has(value.toUpperCase()) || known.has(value.toLowerCase()));
}

export function unknownWordsOfNumbers(sightings: readonly PhoneNumberSighting[]): MetWord[] {
  return sightings.flatMap((number) =>
    unknown("phone_number", number.id, {
      quality_rating: number.qualityRating,
      status: number.status,
      portfolio_limit: number.portfolioLimit,
      legacy_limit: number.legacyLimit,
      name_status: number.nameStatus,
      throughput: number.throughput,
      code_verification_status: number.codeVerificationStatus,
      account_mode: number.accountMode,
      platform_type: number.platformType,
      can_send_message: number.canSendMessage,
    }),
  );
}

export function unknownWordsOfWaba(details: WabaDetails): MetWord[] {
  return [
    ...unknown("waba", details.id, {
      account_review_status: details.accountReviewStatus,
      business_verification_status: details.businessVerificationStatus,
      can_send_message: details.canSendMessage,
    }),
    ...unknown("portfolio", details.portfolioId ?? details.id, { messaging_limit: details.messagingLimit }),
  ];
}

export function unknownWordsOfPortfolio(portfolio: PortfolioSighting): MetWord[] {
  return unknown("portfolio", portfolio.id, {
    messaging_limit: portfolio.messagingLimit,
    verification_status: portfolio.verificationStatus,
  });
}

export function unknownWordsOfTemplates(templates: readonly TemplateSighting[]): MetWord[] {
  return templates.flatMap((template) =>
    unknown("template", template.id, {
      status: template.status,
      quality_score: template.qualityScore,
      category: template.category,
      correct_category: template.correctCategory,
    }),
  );
}

export function unknownWordsOfComparison(comparison: TemplateComparisonReading): MetWord[] {
  return Object.entries(comparison.topBlockReason).flatMap(([id, top_block_reason]) =>
    unknown("template_comparison", id, { top_block_reason }),
  );
}

export function unknownWordsOfTemplateDays(days: readonly TemplateDayReading[]): MetWord[] {
  return days.flatMap((day) =>
    day.clicked.flatMap(({ type }) => unknown("template_analytics", day.templateId, { click_type: type })),
  );
}

export function unknownWordsOfPricingDays(days: readonly PricingDayReading[], wabaId: string): MetWord[] {
  return days.flatMap((day) =>
    unknown("pricing_analytics", wabaId, { pricing_type: day.pricingType, category: day.category }),
  );
}

function unknown(
  owner: string,
  subjectId: string,
  values: Readonly<Record<string, string | null>>,
): MetWord[] {
  return Object.entries(values).flatMap(([field, value]) => {
    const place = `${owner}.${field}`;
    return value === null || isKnownWord(place, value) ? [] : [{ place, value: harmless(value), subjectId }];
  });
}

/** A word is short and holds no number of a person; what is longer was not one, and is cut. */
function harmless(value: string): string {
  return value
    .slice(0, 64)
    .replace(/\d{6,}/g, "[digits]")
    .replaceAll("\u0000", "");
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
