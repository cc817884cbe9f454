/** What an opt-in wording is asked for, in the order of docs/wording-rules.md. */
export const wordingRules = [
  "names-whatsapp",
  "names-business",
  "active-consent",
  "message-kinds",
  "frequency",
  "opt-out",
] as const;
export type WordingRule = (typeof wordingRules)[number];

/** Why a rule is not met, or what is weak where it is. */
export type WordingReason =
  | "met"
  | "met-by-messages"
  | "missing"
  | "other-channel"
  | "elsewhere"
  | "address-only"
  | "no-name-given"
  | "pre-ticked"
  | "bundled"
  | "assumed"
  | "vague"
  | "no-way";

/** The answer to one rule. */
export interface WordingFinding {
  readonly rule: WordingRule;
  readonly ok: boolean;
  readonly reason: WordingReason;
  /** The words that decided it, first and after last sign (UTF-16) of the text that was given; null where nothing was found. */
  readonly span: readonly [number, number] | null;
}

/** What a rule says of a folded text. */
export interface RuleAnswer {
  readonly ok: boolean;
  readonly reason: WordingReason;
  readonly at: { readonly start: number; readonly end: number } | null;
}
