import { declarationOf, readDeclaredKinds, type Declaration } from "../../core/registry/declared-kinds.ts";
import { finalEntry } from "../../core/registry/final-entry.ts";
import type { Db } from "./open-database.ts";

/** What stands for a campaign key that occurs in cells: its own entry, or the one it was merged into. */
export interface CampaignName {
  /** Of the entry that stands for the key. */
  readonly id: string;
  /** The key asked for, as data names it. */
  readonly key: string;
  readonly name: string;
  /** registered | unregistered | retired; merged only if what it was merged into is not there. */
  readonly state: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** The key under which its counts belong: another one than `key` after a merge. */
  readonly canonicalKey: string;
}

/** The same for a source, with the method that it belongs to. */
export interface SourceName extends CampaignName {
  /** Null while nobody has claimed the source. */
  readonly methodId: string | null;
  readonly methodName: string | null;
  readonly methodKind: string | null;
  /** When the method was or will be launched. */
  readonly launchedAt: Date | null;
  /** ISO 3166-1 alpha-2; null: not said. */
  readonly country: string | null;
  /** The kinds of messages declared by it or by its method; null: nothing is declared. */
  readonly declaration: Declaration | null;
}

/** By key. A key that is not in here occurs in no data that was counted. */
export interface RegistryNames {
  readonly sources: ReadonlyMap<string, SourceName>;
  readonly campaigns: ReadonlyMap<string, CampaignName>;
}

const entryFields = {
  id: true,
  key: true,
  name: true,
  state: true,
  owner: true,
  tags: true,
  mergedInto: true,
};

/**
 * Everything that readers of cells need to name sources and campaigns, merges resolved: every field but `key` is that
 * of the entry that stands for the key now. Cells stay under the key that the data named, so a reader adds up what has
 * the same `canonicalKey`.
 */
export async function loadRegistryNames(db: Db, organizationId: string): Promise<RegistryNames> {
  const where = { organizationId };
  const [sources, campaigns, methods] = await Promise.all([
    db.optInSource.findMany({
      where,
      select: { ...entryFields, activationMethodId: true, country: true, declaredKinds: true },
    }),
    db.campaign.findMany({ where, select: entryFields }),
    db.activationMethod.findMany({
      where,
      select: { id: true, name: true, kind: true, launchedAt: true, declaredKinds: true },
    }),
  ]);
  const methodById = new Map(methods.map((method) => [method.id, method]));
  return {
    sources: byKey(sources, ({ activationMethodId, country, declaredKinds }) => {
      const method = activationMethodId === null ? undefined : methodById.get(activationMethodId);
      return {
        methodId: activationMethodId,
        methodName: method?.name ?? null,
        methodKind: method?.kind ?? null,
        launchedAt: method?.launchedAt ?? null,
        country,
        declaration: declarationOf(
          readDeclaredKinds(declaredKinds),
          readDeclaredKinds(method?.declaredKinds ?? null),
        ),
      };
    }),
    campaigns: byKey(campaigns, () => ({})),
  };
}

interface Row {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly state: string;
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly mergedInto: string | null;
}

function byKey<R extends Row, More extends object>(
  rows: readonly R[],
  more: (final: R) => More,
): Map<string, CampaignName & More> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    rows.map((row) => {
      const final = finalEntry(row, byId);
      const { id, name, state, owner, tags } = final;
      return [
        row.key,
        { id, key: row.key, name, state, owner, tags, canonicalKey: final.key, ...more(final) },
      ];
    }),
  );
}
