import { Prisma } from "./generated/client.ts";

/**
 * SQL that files a told contact under the person it stands for: `who.person`, `who.version`, and `who.erased` when the
 * person was erased after this was told, so that nothing brings them back. Expects a row `r` with "contact"
 * (hexadecimal), "contactKeyVersion" and "recordedAt".
 *
 * Everything is looked up row by row (`limit 1` keeps it so): of tables that have just begun to fill, the planner would
 * rather read all rows of the organization for each batch.
 */
export function personOf(organizationId: string): Prisma.Sql {
  return Prisma.sql`
      left join lateral (
        select a.person, a.person_key_version from contact_alias a
        where a.organization_id = ${organizationId} and a.contact = decode(r."contact", 'hex') limit 1
      ) alias on true
      left join lateral (
        select g.contact from erased_contact g
        where g.organization_id = ${organizationId} and g.contact = decode(r."contact", 'hex')
          and g.erased_at > r."recordedAt" limit 1
      ) gone on true
      cross join lateral (select
        case when gone.contact is null then coalesce(alias.person, decode(r."contact", 'hex')) end as person,
        case when gone.contact is null then coalesce(alias.person_key_version, r."contactKeyVersion") end as version,
        gone.contact is not null as erased
      ) who`;
}
