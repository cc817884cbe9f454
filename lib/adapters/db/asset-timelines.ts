import { Prisma } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export interface ChangeRow {
  readonly id: string;
  readonly field: string;
  readonly fromValue: string | null;
  readonly toValue: string | null;
  readonly notBefore: Date | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly source: string;
  readonly reference: string | null;
}

export interface TimelineQuery {
  readonly from?: Date | undefined;
  /** Exclusive. */
  readonly to?: Date | undefined;
  readonly field?: string | undefined;
  /** The last row of the page before. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
  readonly limit: number;
}

const columns = Prisma.sql`id, field, from_value as "fromValue", to_value as "toValue", not_before as "notBefore",
  occurred_at as "occurredAt", recorded_at as "recordedAt", source, reference`;

/**
 * A row of a file, or of a webhook, that says what held before it is no change. It stays stored: its file is known
 * again by it, and a value that comes between makes it one.
 */
const isChange = Prisma.sql`from_value is distinct from to_value`;

/** Changes of one portfolio, WABA or template, newest first. */
export async function listAssetChanges(
  db: Db,
  organizationId: string,
  asset: { readonly kind: "portfolio" | "waba" | "template"; readonly id: string },
  query: TimelineQuery,
): Promise<ChangeRow[]> {
  return db.$queryRaw<ChangeRow[]>`
    select ${columns} from asset_change
    where organization_id = ${organizationId} and subject_kind = ${asset.kind} and subject_id = ${asset.id}
      and ${isChange} and ${narrowed(query)}
    order by occurred_at desc, id desc limit ${query.limit}`;
}

/** Changes of one phone number, newest first. */
export async function listNumberChanges(
  db: Db,
  organizationId: string,
  phoneNumberId: string,
  query: TimelineQuery,
): Promise<ChangeRow[]> {
  return db.$queryRaw<ChangeRow[]>`
    select ${columns} from phone_number_change
    where organization_id = ${organizationId} and phone_number_id = ${phoneNumberId}
      and ${isChange} and ${narrowed(query)}
    order by occurred_at desc, id desc limit ${query.limit}`;
}

function narrowed(query: TimelineQuery): Prisma.Sql {
  const { from, to, field, after } = query;
  const conditions = [
    ...(from === undefined ? [] : [Prisma.sql`occurred_at >= ${from}`]),
    ...(to === undefined ? [] : [Prisma.sql`occurred_at < ${to}`]),
    ...(field === undefined ? [] : [Prisma.sql`field = ${field}`]),
    ...(after === undefined ? [] : [Prisma.sql`(occurred_at, id) < (${after.at}, ${after.id})`]),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, " and ");
}
