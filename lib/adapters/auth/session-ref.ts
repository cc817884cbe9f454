/** What the session cookie says: which row to check. It grants nothing by itself. */
export interface SessionRef {
  readonly organizationId: string;
  readonly sessionId: string;
  readonly userId: string;
}

/** Reads the token's claims; null when one is missing or no text. */
export function sessionRef(claims: Readonly<Record<string, unknown>> | null | undefined): SessionRef | null {
  const { sub: userId, organizationId, sessionId } = claims ?? {};
  if (!isText(userId) || !isText(organizationId) || !isText(sessionId)) return null;
  return { organizationId, sessionId, userId };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
