/** Days before a token's end at which people are told, each once. */
export const tokenExpirySteps = ["14", "7", "1"] as const;
export type TokenExpiryDays = (typeof tokenExpirySteps)[number];

export type TokenExpiryStep =
  | { readonly direction: "fell"; readonly from: TokenExpiryDays | null; readonly to: TokenExpiryDays }
  | { readonly direction: "recovered"; readonly from: TokenExpiryDays; readonly to: null };

const dayMs = 86_400_000;

/**
 * What to tell of a token's end, or null. Each step is told once; a token that is renewed recovers first, also when
 * its new end is near, so that the nearer step is told again. A token that has ended is not this decision's: polls
 * find that it is dead.
 *
 * @param lastTold the step that was told last, null when none was or it recovered since.
 */
export function tokenExpiryStep(
  expiresAt: Date | null,
  now: Date,
  lastTold: TokenExpiryDays | null,
): TokenExpiryStep | null {
  const left = expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now.getTime();
  if (left <= 0) return null;
  const reached = tokenExpirySteps.filter((days) => left <= Number(days) * dayMs).at(-1) ?? null;
  if (reached === lastTold) return null;
  const rank = (days: TokenExpiryDays | null) => (days === null ? -1 : tokenExpirySteps.indexOf(days));
  if (lastTold !== null && rank(reached) < rank(lastTold)) {
    return { direction: "recovered", from: lastTold, to: null };
  }
  return reached === null ? null : { direction: "fell", from: lastTold, to: reached };
}

/** The earlier of the two ends: without access to data a token reads nothing, however long it lives. */
export function tokenEnd(token: { expiresAt: Date | null; dataAccessExpiresAt: Date | null }): Date | null {
  const ends = [token.expiresAt, token.dataAccessExpiresAt].filter((end) => end !== null);
  return ends.length === 0 ? null : new Date(Math.min(...ends.map((end) => end.getTime())));
}

/** A permission that a token lacks, and what cannot be done without it. */
export interface MissingPermission {
  readonly permission: string;
  readonly neededFor: string;
}

/**
 * What the token may not do.
 *
 * @param listsPortfolio the connection finds its WABAs through the portfolio.
 */
export function missingPermissions(scopes: readonly string[], listsPortfolio: boolean): MissingPermission[] {
  const needed: MissingPermission[] = [
    {
      permission: "whatsapp_business_management",
      neededFor: "reading numbers, templates and figures, and webhooks about them",
    },
    { permission: "whatsapp_business_messaging", neededFor: "webhooks about messages" },
    ...(listsPortfolio
      ? [{ permission: "business_management", neededFor: "finding the accounts of the portfolio" }]
      : []),
  ];
  return needed.filter(({ permission }) => !scopes.includes(permission));
}
