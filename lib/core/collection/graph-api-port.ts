import type { GraphTrouble } from "./graph-trouble.ts";

/** What a call to the Graph API needs to know about a connection, secrets decrypted. */
export interface GraphCredentials {
  readonly baseUrl: string;
  readonly apiVersion: string;
  readonly accessToken: string;
  readonly appId: string | null;
  readonly appSecret: string | null;
}

/** One phone number as a poll saw it: Meta's words, absent fields null. */
export interface PhoneNumberSighting {
  readonly id: string;
  readonly displayPhoneNumber: string | null;
  readonly verifiedName: string | null;
  readonly qualityRating: string | null;
  readonly qualityScoreAt: Date | null;
  readonly qualityReasons: readonly string[];
  readonly portfolioLimit: string | null;
  readonly legacyLimit: string | null;
  readonly status: string | null;
  readonly nameStatus: string | null;
  readonly throughput: string | null;
  readonly codeVerificationStatus: string | null;
  readonly accountMode: string | null;
  readonly platformType: string | null;
  readonly canSendMessage: string | null;
  readonly healthStatus: unknown;
}

export interface WabaSighting {
  readonly id: string;
  readonly name: string | null;
}

/** A WABA's own node: review, restrictions and health, in Meta's words. */
export interface WabaDetails {
  readonly id: string;
  readonly name: string | null;
  /** The portfolio that owns it. */
  readonly portfolioId: string | null;
  readonly accountReviewStatus: string | null;
  readonly businessVerificationStatus: string | null;
  readonly status: string | null;
  readonly ownershipType: string | null;
  readonly country: string | null;
  readonly currency: string | null;
  readonly timezoneId: string | null;
  /** Template analytics are switched on. Switching them on cannot be undone, so Staygreen never does it. */
  readonly insightsEnabled: boolean | null;
  /** The portfolio's limit, as this node tells it. */
  readonly messagingLimit: string | null;
  readonly canSendMessage: string | null;
  readonly healthStatus: unknown;
}

export interface TemplateSighting {
  readonly id: string;
  readonly name: string;
  /** Written with an underscore: en_US. */
  readonly language: string;
  readonly category: string | null;
  readonly previousCategory: string | null;
  /** What Meta will make of the category; set before it does. */
  readonly correctCategory: string | null;
  readonly status: string | null;
  readonly rejectedReason: string | null;
  readonly qualityScore: string | null;
  readonly qualityScoreAt: Date | null;
  readonly lastUpdatedAt: Date | null;
  /** Texts of the quick-reply buttons, in order. */
  readonly quickReplies: readonly string[];
}

/** Days of Meta's comparison window; nothing else is accepted. */
export type ComparisonDays = 7 | 30 | 60 | 90;

/** Meta's comparison of two templates: an order and reasons, never a rate. */
export interface TemplateComparisonReading {
  /** Ids by rising block rate; empty when Meta gave no order. */
  readonly byRisingBlockRate: readonly string[];
  readonly sends: Readonly<Record<string, number>>;
  readonly topBlockReason: Readonly<Record<string, string>>;
}

export interface TemplateDayReading {
  readonly templateId: string;
  /** Start of the UTC day. */
  readonly day: Date;
  readonly sent: number | null;
  readonly delivered: number | null;
  readonly read: number | null;
  readonly clicked: readonly { readonly type: string; readonly content: string; readonly count: number }[];
  readonly cost: readonly { readonly type: string; readonly value: number | null }[];
}

export interface MessagingDayReading {
  /** Bare digits of the business number. */
  readonly displayDigits: string;
  /** Start of the day in the WABA's time zone, as Meta gives it. */
  readonly day: Date;
  readonly sent: number | null;
  readonly delivered: number | null;
}

export interface PricingDayReading {
  readonly day: Date;
  readonly country: string;
  readonly category: string;
  readonly pricingType: string;
  readonly tier: string;
  readonly volume: number | null;
  readonly cost: number | null;
}

export interface PortfolioSighting {
  readonly id: string;
  readonly name: string | null;
  readonly verificationStatus: string | null;
  readonly messagingLimit: string | null;
}

export interface TokenReading {
  readonly valid: boolean;
  /** Null: never expires. */
  readonly expiresAt: Date | null;
  /** When access to people's data ends and must be renewed; null: never. */
  readonly dataAccessExpiresAt: Date | null;
  /** SYSTEM_USER, USER, … in Meta's words. */
  readonly type: string | null;
  readonly scopes: readonly string[];
  readonly appId: string | null;
}

/** What the answers' headers said beside the body. */
export interface GraphUsage {
  /** Share of the hourly call budget, in percent: the worst of all windows named; null when none was readable. */
  readonly percent: number | null;
  /** Minutes until calls are allowed again, when Meta says so. */
  readonly regainAccessMinutes: number | null;
  /** Usage headers that were there and could not be read. */
  readonly unreadable: number;
  /** Meta's `Date` minus our clock, when they are more than a minute apart. */
  readonly clockSkewSeconds: number | null;
}

/** Days as Meta's analytics take them: from the start of the first to the end of the last, UTC. */
export interface DaySpan {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

export type GraphAnswer<T> =
  | { ok: true; value: T; calls: number; usage: GraphUsage }
  | { ok: false; trouble: GraphTrouble; calls: number; usage: GraphUsage };

/** A list read page by page. `complete` false: some pages are missing, so absence proves nothing. */
export interface PagedSightings<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
  /** Why it is incomplete. */
  readonly trouble: GraphTrouble | null;
  /** Fields that Meta refused and that were left out; remember them per WABA and version. */
  readonly droppedFields: readonly string[];
}

/** The Graph API as the services see it. Never throws for anything Meta or the network may do. */
export interface GraphApiPort {
  readPortfolio(credentials: GraphCredentials, businessId: string): Promise<GraphAnswer<PortfolioSighting>>;
  /** Owned and client WABAs of a portfolio. */
  listWabas(
    credentials: GraphCredentials,
    businessId: string,
  ): Promise<GraphAnswer<PagedSightings<WabaSighting>>>;
  readWaba(credentials: GraphCredentials, wabaId: string): Promise<GraphAnswer<WabaSighting>>;
  listPhoneNumbers(
    credentials: GraphCredentials,
    wabaId: string,
    droppedFields: readonly string[],
  ): Promise<GraphAnswer<PagedSightings<PhoneNumberSighting>>>;
  /** The WABA's own node, with the fields that Meta refused left out. */
  readWabaDetails(
    credentials: GraphCredentials,
    wabaId: string,
    droppedFields: readonly string[],
  ): Promise<GraphAnswer<{ readonly details: WabaDetails; readonly droppedFields: readonly string[] }>>;
  /** All pages of a WABA's templates. */
  listTemplates(
    credentials: GraphCredentials,
    wabaId: string,
    droppedFields: readonly string[],
  ): Promise<GraphAnswer<PagedSightings<TemplateSighting>>>;
  /** Two templates of one WABA with at least 1,000 sends each in a window that ends now. */
  compareTemplates(
    credentials: GraphCredentials,
    pair: {
      readonly templateId: string;
      readonly otherId: string;
      readonly days: ComparisonDays;
      readonly now: Date;
    },
  ): Promise<GraphAnswer<TemplateComparisonReading>>;
  /** At most ten templates a call; more are asked for in turn. At most 90 days back. */
  readTemplateAnalytics(
    credentials: GraphCredentials,
    wabaId: string,
    asked: { readonly templateIds: readonly string[]; readonly span: DaySpan },
  ): Promise<GraphAnswer<readonly TemplateDayReading[]>>;
  /** One entry a number and day. Meta names no number in a point, so each number is asked for by its digits. */
  readMessagingAnalytics(
    credentials: GraphCredentials,
    wabaId: string,
    asked: { readonly displayDigits: readonly string[]; readonly span: DaySpan },
  ): Promise<GraphAnswer<readonly MessagingDayReading[]>>;
  readPricingAnalytics(
    credentials: GraphCredentials,
    wabaId: string,
    span: DaySpan,
  ): Promise<GraphAnswer<readonly PricingDayReading[]>>;
  /** Whether our app is among the WABA's subscribed apps. */
  readSubscription(
    credentials: GraphCredentials,
    wabaId: string,
  ): Promise<GraphAnswer<{ readonly subscribed: boolean }>>;
  debugToken(credentials: GraphCredentials): Promise<GraphAnswer<TokenReading>>;
  /** Subscribes our app to the WABA's webhooks. */
  subscribeApp(credentials: GraphCredentials, wabaId: string): Promise<GraphAnswer<{ subscribed: boolean }>>;
}
