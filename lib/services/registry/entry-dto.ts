import { findMethodNames } from "../../adapters/db/activation-methods.ts";
import type { Db } from "../../adapters/db/open-database.ts";
import { findMergeNeighbours, type StoredEntry } from "../../adapters/db/registry-entries.ts";
import type { CampaignDto, EntryReferenceDto, OptInSourceDto } from "../../contracts/registry.ts";
import { entryState, type EntryKind } from "../../core/registry/entry-state.ts";

/** What the API answers of each kind. */
export interface EntryDtos {
  "opt-in-source": OptInSourceDto;
  campaign: CampaignDto;
}

interface Beside {
  readonly neighbours: readonly StoredEntry[];
  readonly methodNames: ReadonlyMap<string, string>;
}

const toDto: { [K in EntryKind]: (entry: StoredEntry, beside: Beside) => EntryDtos[K] } = {
  campaign: toCampaignDto,
  "opt-in-source": (entry, beside) => ({
    ...toCampaignDto(entry, beside),
    activationMethodId: entry.activationMethodId,
    activationMethodName:
      entry.activationMethodId === null
        ? null
        : (beside.methodNames.get(entry.activationMethodId) ?? entry.activationMethodId),
    country: entry.country,
    declaredKinds: entry.declaredKinds?.map((one) => ({ ...one })) ?? null,
  }),
};

/** Entries as the API shows them, with the names of what they refer to. */
export async function toEntryDtos<K extends EntryKind>(
  db: Db,
  organizationId: string,
  kind: K,
  entries: readonly StoredEntry[],
): Promise<EntryDtos[K][]> {
  if (entries.length === 0) return [];
  const neighbours = await findMergeNeighbours(db, kind, organizationId, entries);
  const methodIds = entries.flatMap(({ activationMethodId: id }) => (id === null ? [] : [id]));
  const methodNames = await findMethodNames(db, organizationId, methodIds);
  return entries.map((entry) => toDto[kind](entry, { neighbours, methodNames }));
}

export async function toEntryDto<K extends EntryKind>(
  db: Db,
  organizationId: string,
  kind: K,
  entry: StoredEntry,
): Promise<EntryDtos[K]> {
  const [dto] = await toEntryDtos(db, organizationId, kind, [entry]);
  if (dto === undefined) throw new Error("One entry makes one answer.");
  return dto;
}

function toCampaignDto(entry: StoredEntry, { neighbours }: Beside): CampaignDto {
  const target = neighbours.find(({ id }) => id === entry.mergedInto);
  return {
    id: entry.id,
    key: entry.key,
    name: entry.name,
    owner: entry.owner,
    tags: [...entry.tags],
    state: entryState(entry.state),
    mergedInto: target === undefined ? null : toReference(target),
    mergedEntries: neighbours.filter(({ mergedInto }) => mergedInto === entry.id).map(toReference),
    createdAt: entry.createdAt.toISOString(),
    updatedAt: entry.updatedAt?.toISOString() ?? null,
  };
}

function toReference({ id, key, name }: StoredEntry): EntryReferenceDto {
  return { id, key, name };
}
