import { z } from "zod";
import { plainErrorShape, type PlainError } from "../../contracts/plain-error.ts";
import type { CollectorConnection, CollectorWaba } from "../../contracts/collector.ts";
import type { BudgetReading } from "../../core/collection/call-budget.ts";
import { missingPermissions, tokenEnd } from "../../core/collection/token-expiry.ts";

/**
 * Readers of the JSON that other verbs keep. What is absent or of another form is "not known" and never fails the
 * page: an older version may have written it.
 */
const storedInstant = z.iso.datetime({ offset: true }).nullable().catch(null);
const storedText = z.string().nullable().catch(null);

const usageShape = z.object({
  percent: z.number().nullable().catch(null),
  observedAt: storedInstant,
  waitUntil: storedInstant,
});

/**
 * What is known of the call budget; null while Meta has said nothing.
 *
 * @param lastSuccessAt dates a figure that was kept without its time.
 */
export function readUsage(stored: unknown, lastSuccessAt: Date | null): BudgetReading | null {
  const parsed = usageShape.safeParse(stored);
  if (!parsed.success) return null;
  const { percent, observedAt, waitUntil } = parsed.data;
  const at = observedAt === null ? lastSuccessAt : new Date(observedAt);
  if (at === null || (percent === null && waitUntil === null)) return null;
  return { percent, observedAt: at, waitUntil: waitUntil === null ? null : new Date(waitUntil) };
}

const tokenShape = z.object({
  valid: z.boolean(),
  type: storedText,
  expiresAt: storedInstant,
  dataAccessExpiresAt: storedInstant,
  scopes: z.array(z.string()).catch([]),
  checkedAt: storedInstant,
});

const dayMs = 86_400_000;

/** What Meta said of the token, with what follows from it now; null when it was not asked yet. */
export function readToken(
  stored: unknown,
  beside: { readonly now: Date; readonly throughPortfolio: boolean },
): CollectorConnection["token"] {
  const parsed = tokenShape.safeParse(stored);
  if (!parsed.success) return null;
  const token = parsed.data;
  const instant = (text: string | null) => (text === null ? null : new Date(text));
  const end = tokenEnd({
    expiresAt: instant(token.expiresAt),
    dataAccessExpiresAt: instant(token.dataAccessExpiresAt),
  });
  return {
    ...token,
    endsAt: end?.toISOString() ?? null,
    endsInDays: end === null ? null : Math.floor((end.getTime() - beside.now.getTime()) / dayMs),
    // A token that is refused lists no permissions: that says nothing about which ones it would need.
    missingPermissions: token.valid
      ? missingPermissions(token.scopes, beside.throughPortfolio).map(({ permission, neededFor }) => ({
          name: permission,
          neededFor,
        }))
      : [],
  };
}

/** An error in plain words as the other verbs keep it; anything else is shown as it is. */
export function readPlainError(stored: unknown): PlainError | null {
  if (stored === null || stored === undefined) return null;
  const parsed = plainErrorShape.safeParse(stored);
  if (parsed.success) return parsed.data;
  const text = z.object({ message: z.string() }).safeParse(stored);
  return {
    kind: "unknown",
    message: text.success ? text.data.message : "It failed, and why was not kept.",
    action: "Nothing to do yet: it is tried again.",
    code: null,
    traceId: null,
  };
}

const restrictionShape = z.object({ type: z.string(), until: storedInstant, announcedAt: storedInstant });

/** Restrictions that Meta announced and that have not ended by `now`. */
export function readRestrictions(stored: unknown, now: Date): CollectorWaba["restrictions"] {
  const parsed = z.array(z.unknown()).safeParse(stored);
  if (!parsed.success) return [];
  return parsed.data.flatMap((one) => {
    const restriction = restrictionShape.safeParse(one);
    if (!restriction.success) return [];
    const { until } = restriction.data;
    return until !== null && Date.parse(until) <= now.getTime() ? [] : [restriction.data];
  });
}

const asideReason = z.object({ reason: z.string() });
const asideBroken = z.object({ broken: z.array(z.object({ reason: z.string() })) });

/** Why a webhook body was set aside, and how many changes in it could not be read. */
export function readAside(stored: unknown): { reason: string | null; brokenChanges: number | null } {
  const broken = asideBroken.safeParse(stored);
  if (broken.success) {
    const reasons = [...new Set(broken.data.broken.map(({ reason }) => reason))];
    return { reason: reasons.slice(0, 3).join("; "), brokenChanges: broken.data.broken.length };
  }
  const whole = asideReason.safeParse(stored);
  return { reason: whole.success ? whole.data.reason : null, brokenChanges: null };
}
