/**
 * How many different users may be messaged outside a customer-service window in a moving 24 hours. The limit belongs
 * to the portfolio since October 2025; Meta spells it as a tier, a number, -1 or "UNLIMITED", in two fields.
 */
export interface MessagingLimit {
  readonly raw: string;
  /** Users per moving 24 hours; null when unlimited, not set, or a value we do not know. */
  readonly users: number | null;
  readonly unlimited: boolean;
  readonly known: boolean;
}

/** A map, not an object: Meta's word may be spelled like a property of every object. */
const tierUsers = new Map([
  ["TIER_50", 50],
  ["TIER_250", 250],
  ["TIER_1K", 1_000],
  ["TIER_2K", 2_000],
  ["TIER_10K", 10_000],
  ["TIER_100K", 100_000],
]);
const unlimitedWords = new Set(["TIER_UNLIMITED", "UNLIMITED", "-1"]);
const notSetWords = new Set(["UNTIERED", "TIER_NOT_SET"]);

export function readMessagingLimit(raw: string): MessagingLimit {
  const users = tierUsers.get(raw) ?? (/^\d{1,15}$/.test(raw) ? Number(raw) : null);
  const unlimited = unlimitedWords.has(raw);
  return { raw, users, unlimited, known: users !== null || unlimited || notSetWords.has(raw) };
}

export interface DecidedLimit {
  /** The value to show, in Meta's spelling; null when neither field is present. */
  readonly raw: string | null;
  readonly field: "portfolio" | "legacy" | null;
  /** Both fields present and saying different things: shown on the collector page. */
  readonly disagree: boolean;
}

/**
 * Which of the two fields counts: the portfolio's, since it is the one Meta enforces; the deprecated per-number field
 * only where the portfolio's is absent or not set (accounts and API versions before the change).
 */
export function decideMessagingLimit(
  portfolioLimit: string | null,
  legacyLimit: string | null,
): DecidedLimit {
  const portfolioSet = portfolioLimit !== null && !notSetWords.has(portfolioLimit);
  if (portfolioSet) {
    const legacySet = legacyLimit !== null && !notSetWords.has(legacyLimit);
    const disagree = legacySet && !sameLimit(portfolioLimit, legacyLimit);
    return { raw: portfolioLimit, field: "portfolio", disagree };
  }
  if (legacyLimit !== null) return { raw: legacyLimit, field: "legacy", disagree: false };
  return { raw: portfolioLimit, field: portfolioLimit === null ? null : "portfolio", disagree: false };
}

/** For limits that are set, however they are spelled; words that we do not know have to be spelled alike. */
function sameLimit(a: string, b: string): boolean {
  const [one, other] = [readMessagingLimit(a), readMessagingLimit(b)];
  if (!one.known || !other.known) return a === b;
  return one.users === other.users;
}

/** "10,000 people in 24 h", for screens and messages. */
export function messagingLimitLabel(raw: string | null): string {
  if (raw === null) return "not reported";
  const limit = readMessagingLimit(raw);
  if (limit.unlimited) return "unlimited";
  if (limit.users !== null) return `${limit.users.toLocaleString("en-US")} people in 24 h`;
  return limit.known ? "not set yet" : `unknown (${raw})`;
}
