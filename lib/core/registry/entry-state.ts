/** What data names by a key, and people claim, merge and retire. */
export const entryKinds = ["opt-in-source", "campaign"] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Where an entry stands: known by its key only, claimed, standing under another entry, or no longer in use. */
export const entryStates = ["registered", "unregistered", "merged", "retired"] as const;
export type EntryState = (typeof entryStates)[number];

export type EntryAct = "claim" | "change" | "merge" | "take-in" | "split-off" | "retire";

export const entryNames: Readonly<Record<EntryKind, string>> = {
  "opt-in-source": "opt-in source",
  campaign: "campaign",
};

/**
 * Why an act is not possible in this state: a sentence for the person who tried, or null when it is possible. `take-in`
 * is being the entry that another one is merged into.
 */
export function entryRefusal(kind: EntryKind, state: EntryState, act: EntryAct): string | null {
  const it = `This ${entryNames[kind]}`;
  if (act === "split-off") return state === "merged" ? null : `${it} is not merged into another.`;
  if (state === "merged") {
    return act === "take-in"
      ? `That ${entryNames[kind]} is itself merged into another. Choose the other one.`
      : `${it} is merged into another. Split it off first.`;
  }
  if (act === "claim" && state !== "unregistered") return `${it} is ${state} already.`;
  if (act === "retire" && state === "retired") return `${it} is retired already.`;
  return null;
}

/** A state as stored; a word that this version does not know counts as registered. */
export function entryState(stored: string): EntryState {
  return entryStates.find((state) => state === stored) ?? "registered";
}
