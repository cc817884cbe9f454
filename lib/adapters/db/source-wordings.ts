import type { SourceWording } from "./generated/client.ts";
import type { Db } from "./open-database.ts";

export type StoredSourceWording = SourceWording;

/** The next version, counted from 1. Hold the source with `lockEntries`, or two may take the same. */
export async function insertNextWording(
  db: Db,
  wording: Omit<StoredSourceWording, "version">,
): Promise<StoredSourceWording> {
  const { organizationId, sourceId } = wording;
  const { _max: newest } = await db.sourceWording.aggregate({
    where: { organizationId, sourceId },
    _max: { version: true },
  });
  return db.sourceWording.create({ data: { ...wording, version: (newest.version ?? 0) + 1 } });
}

/** Newest version first; starts below the version `after`. */
export async function listWordingRows(
  db: Db,
  organizationId: string,
  sourceId: string,
  page: { readonly after: number | null; readonly take: number },
): Promise<StoredSourceWording[]> {
  return db.sourceWording.findMany({
    where: { organizationId, sourceId, ...(page.after === null ? {} : { version: { lt: page.after } }) },
    orderBy: { version: "desc" },
    take: page.take,
  });
}

/** Every version of every source, in no order. */
export async function listAllWordingRows(db: Db, organizationId: string): Promise<StoredSourceWording[]> {
  return db.sourceWording.findMany({ where: { organizationId } });
}

/** What people read at these sources now: of each language the newest version that is in force. */
export async function listCurrentWordings(
  db: Db,
  organizationId: string,
  sourceIds: readonly string[],
  now: Date,
): Promise<Pick<StoredSourceWording, "sourceId" | "language" | "text">[]> {
  return db.$queryRaw<Pick<StoredSourceWording, "sourceId" | "language" | "text">[]>`
    select distinct on (source_id, lower(language)) source_id as "sourceId", language, text
    from source_wording
    where organization_id = ${organizationId} and source_id = any(${[...sourceIds]}::text[]) and effective_at <= ${now}
    order by source_id, lower(language), effective_at desc, version desc`;
}
