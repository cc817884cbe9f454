import type { PortfolioSighting, TemplateSighting, WabaDetails } from "./graph-api-port.ts";

/** Fields of one portfolio, WABA or template whose changes are kept for ever, in Meta's own words. */
export type AssetValues = Readonly<Record<string, string | null>>;

export interface AssetFieldChange {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What changed between two readings; on a first reading, every field that has a value. */
export function diffAsset(before: AssetValues | null, after: AssetValues): AssetFieldChange[] {
  return Object.entries(after).flatMap(([field, to]) => {
    const from = before?.[field] ?? null;
    return from === to ? [] : [{ field, from, to }];
  });
}

export function trackedWabaValues(details: WabaDetails): AssetValues {
  return {
    name: details.name,
    portfolio_id: details.portfolioId,
    account_review_status: details.accountReviewStatus,
    business_verification_status: details.businessVerificationStatus,
    status: details.status,
    ownership_type: details.ownershipType,
    country: details.country,
    currency: details.currency,
    timezone_id: details.timezoneId,
    insights_enabled: details.insightsEnabled === null ? null : String(details.insightsEnabled),
    can_send_message: details.canSendMessage,
  };
}

export function trackedTemplateValues(template: TemplateSighting): AssetValues {
  return {
    status: template.status,
    quality_score: template.qualityScore,
    category: template.category,
    correct_category: template.correctCategory,
    rejected_reason: template.rejectedReason,
  };
}

/** A limit that one of the two nodes does not tell is not a limit that went away. */
export function trackedPortfolioValues(
  portfolio: Pick<PortfolioSighting, "name" | "verificationStatus" | "messagingLimit">,
  before: AssetValues | null,
): AssetValues {
  return {
    name: portfolio.name,
    verification_status: portfolio.verificationStatus,
    messaging_limit: portfolio.messagingLimit ?? before?.["messaging_limit"] ?? null,
  };
}
