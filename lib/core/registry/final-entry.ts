/** What merging needs to know of an entry of the registry. */
export interface MergeLink {
  readonly id: string;
  /** The entry that stands for this one; null while it stands for itself. */
  readonly mergedInto: string | null;
}

/**
 * The entry that stands for this one after all merges, through any number of them: itself when it was never merged. An
 * entry that points nowhere, or around in a circle, ends the walk where it is, so that its counts stay on some row.
 */
export function finalEntry<T extends MergeLink>(entry: T, byId: ReadonlyMap<string, T>): T {
  const seen = new Set<string>([entry.id]);
  let here = entry;
  while (here.mergedInto !== null) {
    const next = byId.get(here.mergedInto);
    if (next === undefined || seen.has(next.id)) return here;
    seen.add(next.id);
    here = next;
  }
  return here;
}
