import type { Discrepancy, UnknownWord } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

/** What polls and webhooks told differently since `from`, newest first. */
export function listDifferences(
  db: Db,
  organizationId: string,
  from: Date,
  limit: number,
): Promise<Discrepancy[]> {
  return db.discrepancy.findMany({
    where: { organizationId, occurredAt: { gte: from } },
    orderBy: [{ occurredAt: "desc" }, { id: "desc" }],
    take: limit,
  });
}

export async function countDifferences(
  db: Db,
  organizationId: string,
  from: Date,
): Promise<{ unannounced: number; contradicted: number }> {
  const [row] = await db.$queryRaw<{ unannounced: number; contradicted: number }[]>`
    select count(*) filter (where kind = 'unannounced')::int as unannounced,
      count(*) filter (where kind = 'contradicted')::int as contradicted
    from discrepancy where organization_id = ${organizationId} and occurred_at >= ${from}`;
  return row ?? { unannounced: 0, contradicted: 0 };
}

/** Numbers whose two limit fields hold different words; whether they mean different limits is for core to say. */
export function listUnequalLimits(
  db: Db,
  organizationId: string,
  limit: number,
): Promise<
  {
    id: string;
    displayPhoneNumber: string | null;
    portfolioLimit: string | null;
    legacyLimit: string | null;
  }[]
> {
  return db.$queryRaw`
    select id, display_phone_number as "displayPhoneNumber", portfolio_limit as "portfolioLimit",
      legacy_limit as "legacyLimit"
    from phone_number
    where organization_id = ${organizationId} and portfolio_limit <> legacy_limit and missing_since is null
    order by id limit ${limit}`;
}

/** Words of Meta's that this version does not know, last seen first. */
export function listUnknownWords(db: Db, organizationId: string, limit: number): Promise<UnknownWord[]> {
  return db.unknownWord.findMany({
    where: { organizationId },
    orderBy: [{ lastSeenAt: "desc" }, { place: "asc" }, { value: "asc" }],
    take: limit,
  });
}

export function countUnknownWords(db: Db, organizationId: string): Promise<number> {
  return db.unknownWord.count({ where: { organizationId } });
}
