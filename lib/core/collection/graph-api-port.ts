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

export interface PortfolioSighting {
  readonly id: string;
  readonly name: string | null;
  readonly verificationStatus: string | null;
}

export interface TokenReading {
  readonly valid: boolean;
  /** Null: never expires. */
  readonly expiresAt: Date | null;
  readonly scopes: readonly string[];
  readonly appId: string | null;
}

/** Share of the hourly call budget, in percent, by the last answer's headers; null when none was readable. */
export interface GraphUsage {
  readonly percent: number | null;
  readonly regainAccessMinutes: number | null;
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
  debugToken(credentials: GraphCredentials): Promise<GraphAnswer<TokenReading>>;
  /** Subscribes our app to the WABA's webhooks. */
  subscribeApp(credentials: GraphCredentials, wabaId: string): Promise<GraphAnswer<{ subscribed: boolean }>>;
}
