import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** Of messages m and a wish to stop e: what we began while it held and what did not fail. */
export const sentUnderWish = Prisma.sql`isfinite(m.occurred_at)
  and (e.ended_at is null or m.occurred_at < e.ended_at)
  and (m.failed_at is null or coalesce(m.delivered_at, m.read_at) is not null)
  and coalesce(m.pricing_category, '') not in ('service', 'referral_conversion')`;

/** Of such a message: marketing later than five minutes after the wish, which stands in `wishedAt`. */
export const againstWish = (wishedAt: "e.occurred_at" | "e.opted_out_at"): Prisma.Sql => Prisma.sql`
  (m.occurred_at > ${Prisma.raw(wishedAt)} + interval '5 minutes'
    and coalesce(m.pricing_category, 'marketing') in ('marketing', 'marketing_lite'))`;

const columns = { campaign: "campaign_key", template: "template_key", phoneNumberId: "phone_number_id" };

/**
 * Messages of a range that were sent against wishes to stop, by campaign, template or number. Only people whose wish was
 * broken are looked at: the cost follows these. Of erased people the watch keeps how many there were, with the
 * time and campaign of the last one, under which all of them are counted; their templates are no longer known.
 */
export async function readAgainstWishes(
  db: Db,
  organizationId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
  by: keyof typeof columns,
): Promise<{ readonly key: string | null; readonly messages: number }[]> {
  const ofErased = {
    campaign: "e.last_campaign",
    template: "null::text",
    phoneNumberId: "e.phone_number_id",
  };
  return db.$queryRaw<{ key: string | null; messages: number }[]>`
    with broken as materialized (
      select * from opt_out_watch e
      where e.organization_id = ${organizationId} and e.violation_count > 0 and e.last_violation_at >= ${from}
        and e.first_violation_at < ${to}
    )
    select key, sum(n)::int as messages from (
      select ${Prisma.raw(`m.${columns[by]}`)} as key, 1 as n
      from broken e
      join exposure m on m.organization_id = ${organizationId} and m.contact = e.contact
        -- Not by the index over numbers: a person has far fewer messages.
        and m.phone_number_id || '' = e.phone_number_id and m.occurred_at >= ${from} and m.occurred_at < ${to}
      where ${sentUnderWish} and ${againstWish("e.opted_out_at")}
      union all
      select ${Prisma.raw(ofErased[by])}, e.violation_count from broken e
      where e.contact is null and e.last_violation_at < ${to}
    ) x group by key`;
}
