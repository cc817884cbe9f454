import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** An unregistered source with what has come from it, by days since 1970. */
export interface UnannouncedSource {
  readonly sourceId: string;
  readonly key: string;
  readonly firstSeenAt: Date;
  readonly firstDay: number;
  /** Hours since 1970. */
  readonly firstHour: number;
  readonly lastDay: number;
  readonly optIns: number;
  readonly gained: number;
}

/**
 * Unregistered sources that people opted in at, as far as it is counted, the newest first. A key that only messages named
 * is none: nobody opted in there.
 */
export async function listUnannouncedSources(
  db: Db,
  organizationId: string,
  page: { readonly after: string | null; readonly take: number },
): Promise<UnannouncedSource[]> {
  const { after, take } = page;
  return db.$queryRaw<UnannouncedSource[]>`
    select counted.*, (
      select min(h.hour) from opt_in_cell_hour h
      where h.organization_id = ${organizationId} and h.source = counted.source and h.opt_ins <> 0
        and h.hour >= counted."firstDay" * 24 and h.hour < (counted."firstDay" + 1) * 24
    )::int as "firstHour"
    from (
    select s.id as "sourceId", s.key, s.created_at as "firstSeenAt", v.ordinal as source, min(c.day)::int as "firstDay",
      max(c.day)::int as "lastDay", sum(c.opt_ins)::int as "optIns", sum(c.gained)::int as gained
    from opt_in_source s
    join cell_value v on v.organization_id = s.organization_id and v.dimension = 'source' and v.key = s.key
    join opt_in_cell_day c on c.organization_id = s.organization_id and c.source = v.ordinal and c.opt_ins <> 0
    where s.organization_id = ${organizationId} and s.state = 'unregistered'
      ${after === null ? Prisma.empty : Prisma.sql`and s.id < ${after}`}
    group by s.id, s.key, s.created_at, v.ordinal having sum(c.opt_ins) > 0
    order by s.id desc limit ${take}
    ) counted order by "sourceId" desc`;
}
