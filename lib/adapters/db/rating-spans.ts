import type { Db } from "./open-database.ts";

export interface RatingReadingRow {
  readonly phoneNumberId: string;
  readonly to: string | null;
  readonly occurredAt: Date;
  readonly source: "observed" | "import";
}

/** Every rating step of these numbers in [from, to), and the last one of each source before `from`. */
export async function listRatingSteps(
  db: Db,
  organizationId: string,
  phoneNumberIds: readonly string[],
  range: { from: Date; to: Date },
): Promise<RatingReadingRow[]> {
  return db.$queryRaw<RatingReadingRow[]>`
    with numbers as (select unnest(${[...phoneNumberIds]}::text[]) as id)
    select c.phone_number_id as "phoneNumberId", c.to_value as "to", c.occurred_at as "occurredAt",
      case when c.source = 'import' then 'import' else 'observed' end as source
    from numbers n
    cross join lateral (
      (select phone_number_id, to_value, occurred_at, id, source from phone_number_change
        where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
          and occurred_at < ${range.from} and source <> 'import' order by occurred_at desc, id desc limit 1)
      union all
      (select phone_number_id, to_value, occurred_at, id, source from phone_number_change
        where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
          and occurred_at < ${range.from} and source = 'import' order by occurred_at desc, id desc limit 1)
      union all
      (select phone_number_id, to_value, occurred_at, id, source from phone_number_change
        where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
          and occurred_at >= ${range.from} and occurred_at < ${range.to})
    ) c
    order by c.occurred_at, c.id`;
}

/** When polls first saw these numbers. */
export async function listFirstSightings(
  db: Db,
  organizationId: string,
  phoneNumberIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await db.phoneNumber.findMany({
    where: { organizationId, id: { in: [...phoneNumberIds] } },
    select: { id: true, firstSeenAt: true },
  });
  return new Map(rows.map((row) => [row.id, row.firstSeenAt]));
}

export interface BlindStretch {
  readonly wabaId: string;
  readonly from: Date;
  readonly to: Date;
}

/** Stretches without a reading of these WABAs that touch [from, to), in order of time. */
export async function listBlindStretches(
  db: Db,
  organizationId: string,
  wabaIds: readonly string[],
  range: { from: Date; to: Date },
): Promise<BlindStretch[]> {
  const rows = await db.blindStretch.findMany({
    where: {
      organizationId,
      wabaId: { in: [...wabaIds] },
      endedAt: { gt: range.from },
      occurredAt: { lt: range.to },
    },
    orderBy: { occurredAt: "asc" },
  });
  return rows.map((row) => ({ wabaId: row.wabaId, from: row.occurredAt, to: row.endedAt }));
}
