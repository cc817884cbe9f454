import type { Db } from "./open-database.ts";

/** Whom a number's business wrote to in 24 hours; null: nobody told us of any message, which is not the same as none. */
export interface LimitUse {
  readonly organizationId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string | null;
  readonly wabaId: string;
  /** Both as Meta spells them. */
  readonly portfolioLimit: string | null;
  readonly legacyLimit: string | null;
  /** Different people, by all numbers of the same portfolio; null also when the portfolio is not known. */
  readonly portfolioUsers: number | null;
  /** Different people, by this number alone. */
  readonly numberUsers: number | null;
}

/**
 * How many different people each number, and each portfolio, wrote to in the 24 hours up to `now`, replies within a
 * conversation left out. Messages that Meta refused use nothing up. Erased people are not in it, nor messages without a
 * contact. Reads every message of the day.
 */
export async function readLimitUse(db: Db, now: Date): Promise<LimitUse[]> {
  return db.$queryRaw<LimitUse[]>`
    with written as materialized (
      select n.organization_id, n.id as number, w.portfolio_id as portfolio, e.contact
      from phone_number n
      join waba w on w.organization_id = n.organization_id and w.id = n.waba_id
      join exposure e on e.organization_id = n.organization_id and e.phone_number_id = n.id
        and e.occurred_at > ${now}::timestamptz - interval '24 hours' and e.occurred_at <= ${now}
      where e.contact is not null and (e.failed_at is null or coalesce(e.delivered_at, e.read_at) is not null)
        and coalesce(e.pricing_category, '') not in ('service', 'referral_conversion')
    ), by_number as (
      select organization_id, number, count(distinct contact)::int as users from written group by 1, 2
    ), by_portfolio as (
      select organization_id, portfolio, count(distinct contact)::int as users from written
      where portfolio is not null group by 1, 2
    )
    select n.organization_id as "organizationId", n.id as "phoneNumberId",
      n.display_phone_number as "displayPhoneNumber", n.waba_id as "wabaId", n.portfolio_limit as "portfolioLimit",
      n.legacy_limit as "legacyLimit", p.users as "portfolioUsers", m.users as "numberUsers"
    from phone_number n
    left join waba w on w.organization_id = n.organization_id and w.id = n.waba_id
    left join by_portfolio p on p.organization_id = n.organization_id and p.portfolio = w.portfolio_id
    left join by_number m on m.organization_id = n.organization_id and m.number = n.id
    order by 1, 2`;
}
