import type { CallContext } from "./call-context.ts";
import { badParameter } from "./graph-error.ts";
import { healthOfPhoneNumber } from "./health-status.ts";
import type { JsonObject } from "./json-object.ts";
import { isoWithoutColon, unixSeconds, type NodeType } from "./node-view.ts";
import type { PhoneNumber } from "./world-model.ts";

const firstVersionWithPortfolioLimit = 24;

/** Fields of a phone number. The source of its trouble is not among them, as it is not at Meta's. */
export const phoneNumberNode: NodeType<PhoneNumber> = {
  name: "WhatsAppBusinessPhoneNumber",
  defaults: [
    "verified_name",
    "code_verification_status",
    "display_phone_number",
    "quality_rating",
    "platform_type",
    "throughput",
    "last_onboarded_time",
    "webhook_configuration",
  ],
  fields: {
    display_phone_number: (number) => number.displayPhoneNumber,
    verified_name: (number) => number.verifiedName,
    quality_rating: shownRating,
    quality_score: shownScore,
    whatsapp_business_manager_messaging_limit: (number, context) =>
      context.call.version < firstVersionWithPortfolioLimit ? undefined : portfolioLimit(number, context),
    messaging_limit_tier: portfolioLimit,
    throughput: (number) => ({ level: number.throughput }),
    status: (number) => number.status,
    name_status: (number) => number.nameStatus,
    new_name_status: (number) => number.newNameStatus,
    code_verification_status: (number) => number.codeVerificationStatus,
    account_mode: (number) => number.accountMode,
    platform_type: (number) => number.platformType,
    health_status: healthOfPhoneNumber,
    is_official_business_account: (number) => number.isOfficialBusinessAccount,
    is_on_biz_app: () => false,
    is_pin_enabled: () => true,
    is_preverified_number: () => false,
    last_onboarded_time: (number) => isoWithoutColon(number.onboardedAt),
    search_visibility: () => "VISIBLE",
    eligibility_for_api_business_global_search: () => "NON_ELIGIBLE_UNDEFINED_COUNTRY",
    webhook_configuration: () => undefined,
    conversational_automation: () => undefined,
    country_code: (number) => number.country,
    country_dial_code: () => undefined,
    username: () => undefined,
    certificate: () => undefined,
    new_certificate: () => undefined,
    new_display_name: () => undefined,
  },
  hasField(field, context) {
    if (field === "whatsapp_business_manager_messaging_limit") return hasPortfolioLimit(context);
    if (field !== "messaging_limit_tier") return true;
    return context.faults.use("legacy-limit-field")?.answers ?? true;
  },
};

/** Below v24 the field fails the call, unless the switch says that it is merely absent. Meta's behaviour is unverified. */
export function hasPortfolioLimit(context: CallContext): boolean {
  if (context.call.version >= firstVersionWithPortfolioLimit) return true;
  return context.faults.use("new-limit-field-below-v24")?.behaviour === "absent";
}

function portfolioLimit(number: PhoneNumber, { state }: CallContext): string | undefined {
  const portfolioId = state.world.findWaba(number.wabaId)?.portfolioId;
  return portfolioId === undefined ? undefined : state.world.findPortfolio(portfolioId)?.limit;
}

function shownRating(number: PhoneNumber, context: CallContext): string {
  return isRatedNa(number, context) ? "NA" : number.rating;
}

function shownScore(number: PhoneNumber, context: CallContext): JsonObject {
  const isEmpty = context.faults.use(
    "empty-quality-score",
    (fault) => fault.phoneNumberId === undefined || fault.phoneNumberId === number.id,
  );
  if (isEmpty !== undefined) return {};
  const score = shownRating(number, context);
  if (score === "UNKNOWN" || score === "NA") return { score };
  return { score, date: unixSeconds(number.ratedAt), reasons: number.reasons };
}

function isRatedNa(number: PhoneNumber, context: CallContext): boolean {
  return (
    context.faults.use(
      "rating-na",
      (fault) => fault.phoneNumberId === undefined || fault.phoneNumberId === number.id,
    ) !== undefined
  );
}

/** Newest onboarding first, unless `sort` names one of the two orders that work on the live API. */
export function sortPhoneNumbers(
  numbers: readonly PhoneNumber[],
  sort: string | null,
): readonly PhoneNumber[] {
  const wanted = sort === null ? "last_onboarded_time_descending" : readSort(sort);
  const order = /^(?:last_onboarded_time|creation_time)(?:_(ascending|descending))?$/.exec(wanted);
  if (order === null) throw badParameter(`Cannot sort by ${wanted}`);
  const sign = order[1] === "descending" ? -1 : 1;
  return [...numbers].sort((a, b) => sign * (a.onboardedAt - b.onboardedAt));
}

function readSort(text: string): string {
  const list = parseJson(text);
  if (Array.isArray(list)) return typeof list[0] === "string" ? list[0] : "";
  return text;
}

/** The beta filter: `account_mode` or `is_official_business_account`, operator EQUAL. */
export function filterPhoneNumbers(
  numbers: readonly PhoneNumber[],
  text: string | null,
): readonly PhoneNumber[] {
  if (text === null) return numbers;
  const rules = parseJson(text);
  if (!Array.isArray(rules)) throw badParameter("Param filtering must be an array");
  return rules.reduce<readonly PhoneNumber[]>((left, rule: unknown) => {
    const { field, operator, value } = (rule ?? {}) as {
      field?: unknown;
      operator?: unknown;
      value?: unknown;
    };
    if (operator !== "EQUAL") throw badParameter("Filtering operator must be EQUAL");
    if (field === "account_mode") return left.filter((number) => number.accountMode === value);
    if (field !== "is_official_business_account") throw badParameter(`Cannot filter by ${String(field)}`);
    return left.filter((number) => String(number.isOfficialBusinessAccount) === String(value));
  }, numbers);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
