/**
 * Meta's errors, decided once. The code decides, not the HTTP status, title or subcode: Meta says so, and its pages
 * disagree about the statuses (docs/graph-api.md). What we do not recognise counts as passing trouble and is retried,
 * so that a new code never parks a connection for good.
 */
export type GraphTroubleKind =
  /** The token is dead: stop the whole connection, tell people, do not retry. */
  | "token-invalid"
  /** The token may not do this at all: stop the connection. */
  | "permission-missing"
  /** One WABA or number is gone or hidden: keep its history, go on with the others, probe hourly. */
  | "asset-lost"
  /** No call at all until the stated time. */
  | "rate-limited"
  /** Meta does not know a field we asked for: drop it, ask again. */
  | "field-unknown"
  /** Our request is wrong in some other way: no retry. */
  | "request-invalid"
  /** The account is locked or restricted by Meta. */
  | "account-locked"
  /** Retry with growing waits. */
  | "transient";

export interface GraphTrouble {
  readonly kind: GraphTroubleKind;
  readonly code: number | null;
  readonly subcode: number | null;
  /** Meta's own words, or ours for network faults; never contains a token. */
  readonly message: string;
  readonly traceId: string | null;
  /** The field that Meta named, for "field-unknown". */
  readonly field: string | null;
  /** Minutes that Meta asked us to wait, for "rate-limited". */
  readonly waitMinutes: number | null;
}
