import type { StoredHold } from "../../adapters/db/holds.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { readCellValues } from "../../adapters/db/read-cells.ts";
import type { OwnSources } from "../../adapters/db/sent-since.ts";
import { finalEntry } from "../../core/registry/final-entry.ts";

type Held = Pick<StoredHold, "activationMethodId" | "sourceIds">;

/** The keys by which data names what is held: of all the method's sources or of some, with those merged into them. */
export async function findHeldKeys(
  db: Db,
  organizationId: string,
  { activationMethodId, sourceIds }: Held,
): Promise<string[]> {
  const sources = await db.optInSource.findMany({
    where: { organizationId },
    select: { id: true, key: true, mergedInto: true, activationMethodId: true },
    orderBy: { key: "asc" },
  });
  const byId = new Map(sources.map((source) => [source.id, source]));
  return sources
    .filter((source) => {
      const final = finalEntry(source, byId);
      const isMeant = sourceIds.length === 0 || sourceIds.includes(final.id);
      return isMeant && final.activationMethodId === activationMethodId;
    })
    .map(({ key }) => key);
}

/** The same for reading counts. */
export async function findOwnSources(db: Db, organizationId: string, held: Held): Promise<OwnSources> {
  const keys = await findHeldKeys(db, organizationId, held);
  const values = await readCellValues(db, organizationId);
  const known = new Set(keys);
  const ordinals = [...values.source].filter(([, key]) => known.has(key)).map(([ordinal]) => ordinal);
  return { keys, ordinals };
}
