export type EmptyReason = "being-counted" | "not-connected" | "nothing-yet" | "filtered-out" | "quiet-range";

interface EmptyFacts {
  /** When anything was counted last; null: never. */
  readonly countedAt: string | null;
  readonly waiting: number;
  readonly isNarrowed: boolean;
  /** Null while it is not known. */
  readonly connected: "none" | "sandbox" | "meta" | null;
}

/** Why a table of figures has no rows. */
export function emptyReason({ countedAt, waiting, isNarrowed, connected }: EmptyFacts): EmptyReason {
  if (countedAt === null && waiting > 0) return "being-counted";
  if (countedAt === null) return connected === "none" ? "not-connected" : "nothing-yet";
  return isNarrowed ? "filtered-out" : "quiet-range";
}
