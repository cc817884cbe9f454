import type { AssetValues } from "../../core/collection/diff-asset.ts";
import type { PortfolioSighting, WabaDetails } from "../../core/collection/graph-api-port.ts";
import type { Db } from "./open-database.ts";

/** The values of a WABA's own node as last read, locked for the transaction; null when it was never read. */
export async function lockWabaValues(
  db: Db,
  waba: { organizationId: string; id: string },
): Promise<{ values: AssetValues; detailsAt: Date } | null> {
  const [row] = await db.$queryRaw<(AssetValues & { details_at: Date | null })[]>`
    select name, portfolio_id, account_review_status, business_verification_status, status, ownership_type, country,
      currency, timezone_id, insights_enabled::text as insights_enabled, can_send_message, details_at
    from waba where organization_id = ${waba.organizationId} and id = ${waba.id} for update`;
  if (row === undefined || row.details_at === null) return null;
  const { details_at: detailsAt, ...values } = row;
  return { values, detailsAt };
}

/** Writes what a WABA's own node said. An owner that is not told leaves the portfolio it was found through. */
export async function updateWabaDetails(
  db: Db,
  organizationId: string,
  details: WabaDetails,
  at: Date,
): Promise<void> {
  const health = details.healthStatus === null ? null : JSON.stringify(details.healthStatus);
  await db.$executeRaw`
    update waba set name = coalesce(${details.name}, name), portfolio_id = coalesce(${details.portfolioId}, portfolio_id),
      account_review_status = ${details.accountReviewStatus},
      business_verification_status = ${details.businessVerificationStatus}, status = ${details.status},
      ownership_type = ${details.ownershipType}, country = ${details.country}, currency = ${details.currency},
      timezone_id = ${details.timezoneId}, insights_enabled = ${details.insightsEnabled}::boolean,
      can_send_message = ${details.canSendMessage}, health_status = ${health ?? null}::jsonb, details_at = ${at}
    where organization_id = ${organizationId} and id = ${details.id}`;
}

export async function updateSubscription(
  db: Db,
  waba: { organizationId: string; id: string },
  reading: { subscribed: boolean; at: Date },
): Promise<{ before: boolean | null; checkedAt: Date | null }> {
  const [row] = await db.$queryRaw<{ before: boolean | null; checkedAt: Date | null }[]>`
    update waba w set subscribed = ${reading.subscribed}, subscribed_checked_at = ${reading.at}
    from (select subscribed, subscribed_checked_at from waba where organization_id = ${waba.organizationId} and id = ${waba.id} for update) o
    where w.organization_id = ${waba.organizationId} and w.id = ${waba.id}
    returning o.subscribed as before, o.subscribed_checked_at as "checkedAt"`;
  return row ?? { before: null, checkedAt: null };
}

/** The values of a portfolio as last read, locked for the transaction; null when it is not known. */
export async function lockPortfolioValues(
  db: Db,
  portfolio: { organizationId: string; id: string },
): Promise<{ values: AssetValues; observedAt: Date } | null> {
  const [row] = await db.$queryRaw<(AssetValues & { observed_at: Date })[]>`
    select name, verification_status, messaging_limit, observed_at from portfolio
    where organization_id = ${portfolio.organizationId} and id = ${portfolio.id} for update`;
  if (row === undefined) return null;
  const { observed_at: observedAt, ...values } = row;
  return { values, observedAt };
}

/**
 * Keeps what a portfolio's node said.
 *
 * @param from "portfolio": its own node. "waba": a WABA's node, which tells the limit only.
 */
export async function upsertPortfolioReading(
  db: Db,
  place: { organizationId: string; connectionId: string; at: Date; from: "portfolio" | "waba" },
  portfolio: PortfolioSighting,
): Promise<void> {
  await db.$executeRaw`
    insert into portfolio as p (organization_id, id, connection_id, name, verification_status, messaging_limit,
      first_seen_at, observed_at)
    values (${place.organizationId}, ${portfolio.id}, ${place.connectionId}, ${portfolio.name},
      ${portfolio.verificationStatus}, ${portfolio.messagingLimit}, ${place.at}, ${place.at})
    on conflict (organization_id, id) do update set
      messaging_limit = coalesce(excluded.messaging_limit, p.messaging_limit),
      connection_id = case when ${place.from} = 'waba' then p.connection_id else excluded.connection_id end,
      name = case when ${place.from} = 'waba' then p.name else excluded.name end,
      verification_status = case when ${place.from} = 'waba' then p.verification_status
        else excluded.verification_status end,
      observed_at = case when ${place.from} = 'waba' then p.observed_at else excluded.observed_at end`;
}
