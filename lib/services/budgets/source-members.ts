import type { Db } from "../../adapters/db/open-database.ts";
import { loadRegistryNames } from "../../adapters/db/registry-names.ts";

/** Which source keys are counted together, by the merges of the registry. */
export interface SourceMembers {
  /** The key that stands for this one: its own unless it was merged. */
  readonly standsFor: (key: string) => string;
  /** The keys that this one stands for, itself included. */
  readonly membersOf: (key: string) => readonly string[];
}

export async function openSourceMembers(db: Db, organizationId: string): Promise<SourceMembers> {
  const { sources } = await loadRegistryNames(db, organizationId);
  const members = new Map<string, string[]>();
  for (const { key, canonicalKey } of sources.values()) {
    members.set(canonicalKey, [...(members.get(canonicalKey) ?? []), key]);
  }
  for (const keys of members.values()) keys.sort();
  return {
    standsFor: (key) => sources.get(key)?.canonicalKey ?? key,
    membersOf: (key) => members.get(key) ?? [key],
  };
}
