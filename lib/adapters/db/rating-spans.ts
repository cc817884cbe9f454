import type { Db } from "./open-database.ts";

export interface RatingReadingRow {
  readonly phoneNumberId: string;
  readonly to: string | null;
  readonly occurredAt: Date;
}

/** Every rating step of these numbers in [from, to), and the last one before `from`, which still holds there. */
export async function listRatingSteps(
  db: Db,
  organizationId: string,
  phoneNumberIds: readonly string[],
  range: { from: Date; to: Date },
): Promise<RatingReadingRow[]> {
  const rows = await db.$queryRaw<{ phone_number_id: string; to_value: string | null; occurred_at: Date }[]>`
    with numbers as (select unnest(${[...phoneNumberIds]}::text[]) as id)
    select c.phone_number_id, c.to_value, c.occurred_at from numbers n
    cross join lateral (
      (select phone_number_id, to_value, occurred_at, id from phone_number_change
        where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
          and occurred_at < ${range.from} order by occurred_at desc, id desc limit 1)
      union all
      (select phone_number_id, to_value, occurred_at, id from phone_number_change
        where organization_id = ${organizationId} and phone_number_id = n.id and field = 'quality_rating'
          and occurred_at >= ${range.from} and occurred_at < ${range.to})
    ) c
    order by c.occurred_at, c.id`;
  return rows.map((row) => ({
    phoneNumberId: row.phone_number_id,
    to: row.to_value,
    occurredAt: row.occurred_at,
  }));
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
