/**
 * What the sandbox's world is made of. Everything here is plain data; `world.ts` moves it through time.
 * Instants (`…At`) are unix milliseconds of REAL time, because the product stores real instants; only durations inside
 * the model are simulated hours.
 */
export type Colour = "GREEN" | "YELLOW" | "RED" | "UNKNOWN";

/** The steps of a portfolio's messaging limit, lowest first. */
export const limitLadder = ["TIER_250", "TIER_2K", "TIER_10K", "TIER_100K", "TIER_UNLIMITED"] as const;
export type LimitTier = (typeof limitLadder)[number];

/** Different users a tier allows in a moving day. */
export const limitUsers: Readonly<Record<LimitTier, number>> = {
  TIER_250: 250,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Number.POSITIVE_INFINITY,
};

export interface Portfolio {
  readonly id: string;
  name: string;
  verificationStatus: string;
  limit: LimitTier;
  readonly wabas: Waba[];
}

export interface Waba {
  readonly id: string;
  readonly portfolioId: string;
  name: string;
  /** Own portfolio's account, or one that a client shared with it. */
  relation: "owned" | "client";
  country: string;
  currency: string;
  timezoneId: string;
  status: string;
  accountReviewStatus: string;
  createdAt: number;
  isEnabledForInsights: boolean;
  /** Business-initiated messaging is blocked until then; null when it is not. */
  restrictedUntil: number | null;
  /** How often the account was restricted: each time lasts longer. */
  strikes: number;
  readonly phoneNumbers: PhoneNumber[];
  readonly templates: Template[];
}

export interface PhoneNumber {
  readonly id: string;
  readonly wabaId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  country: string;
  /** What the API shows: the model's colour, or whatever a test has set. */
  rating: string;
  ratedAt: number;
  reasons: string[];
  status: string;
  nameStatus: string;
  newNameStatus: string | null;
  codeVerificationStatus: string;
  accountMode: string;
  platformType: string;
  throughput: string;
  isOfficialBusinessAccount: boolean;
  onboardedAt: number;
  /** Messages on an ordinary day, for the analytics answers of numbers that no opt-in source feeds. */
  usualDailySends: number;
  /** Set by a test or through the control address; wins over the model. */
  override: string | null;
  /** The model's own colour, kept up to date while an override hides it. */
  modelColour: Colour;
}

export interface Template {
  readonly id: string;
  readonly wabaId: string;
  name: string;
  language: string;
  category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  previousCategory: string | null;
  status: string;
  rejectedReason: string | null;
  score: Colour;
  scoredAt: number;
  bodyText: string;
  buttons: string[];
  createdAt: number;
  updatedAt: number;
  usualDailySends: number;
}

/** A place where people opt in, and the sends that follow from it. Hidden: nothing of it crosses the Graph API. */
export interface OptInSource {
  readonly key: string;
  name: string;
  phoneNumberId: string;
  templateId: string;
  /** Echoed on every status, as a business would set it at send time. */
  opaqueData: string;
  sendsPerHour: number;
  /** Share of recipients who block or report, sooner or later. */
  blockTendency: number;
  active: boolean;
  /** Share of its people who cannot be reached at all (131026): high for lists that somebody sold. */
  readonly unreachableShare: number;
  /** Share of its people who stopped the business's marketing before this source found them. */
  readonly stoppedShare: number;
  /** Writes to people who have stopped marketing, and gets 131050. */
  readonly ignoresStops: boolean;
  /** How many different people it reaches; the same ones are written to again and again. */
  readonly audience: number;
  /** Its people answer in this language. */
  readonly language: string;
  /** The click-to-WhatsApp ad that brings its people; null for every other kind of source. */
  readonly adId: string | null;
}

/** What happened in the world; the webhook side decides which of it Meta would tell. */
export type WorldEvent = { readonly at: number } & (
  | {
      readonly kind: "rating-changed";
      readonly phoneNumberId: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "template-score-changed";
      readonly templateId: string;
      readonly from: Colour;
      readonly to: Colour;
    }
  | {
      readonly kind: "template-paused";
      readonly templateId: string;
      readonly ordinal: 1 | 2;
      readonly hours: number;
    }
  | { readonly kind: "template-unpaused"; readonly templateId: string }
  | { readonly kind: "template-disabled"; readonly templateId: string }
  | { readonly kind: "template-reinstated"; readonly templateId: string }
  | {
      readonly kind: "limit-changed";
      readonly portfolioId: string;
      readonly from: LimitTier;
      readonly to: LimitTier;
    }
  | { readonly kind: "throughput-upgraded"; readonly phoneNumberId: string }
  | { readonly kind: "number-onboarded"; readonly phoneNumberId: string }
  | { readonly kind: "account-warned"; readonly wabaId: string }
  | {
      readonly kind: "account-restricted";
      readonly wabaId: string;
      readonly until: number;
      /** Meta's words for what is forbidden. */
      readonly types: readonly string[];
    }
  | { readonly kind: "account-unrestricted"; readonly wabaId: string }
  | { readonly kind: "account-disabled"; readonly wabaId: string }
  /** The portfolio's limit left some of a number's sends behind; told once when it begins. */
  | { readonly kind: "limit-reached"; readonly portfolioId: string }
  /** Something a story makes Meta say, as the webhook that says it. */
  | {
      readonly kind: "announced";
      readonly wabaId: string;
      readonly field: string;
      readonly value: Record<string, unknown>;
    }
  | { readonly kind: "source-launched"; readonly sourceKey: string }
  | { readonly kind: "source-held"; readonly sourceKey: string }
  | {
      readonly kind: "messages-sent";
      readonly sourceKey: string;
      readonly count: number;
    }
);
