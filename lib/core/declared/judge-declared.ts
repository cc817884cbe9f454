import { rateRatio, type RateCount, type RateRatio } from "../rates/rate-ratio.ts";
import { shareInterval, type ShareInterval } from "../rates/share-interval.ts";

/** Above this part of what was sent, a source has sent what it did not declare. */
const mostUndeclared = 0.05;
/** Fewer messages say nothing of a source, whatever their shares are. */
const fewestMessages = 50;

/**
 * nothing-declared: there is nothing to compare with. no-messages: none of a known category. outside: the undeclared part
 * is surely above 5 %. few: fewer than 50 messages. open: there are undeclared ones, and not surely so many. within: there are none.
 */
export type DeclaredFinding = "nothing-declared" | "no-messages" | "few" | "outside" | "open" | "within";

export interface DeclaredJudgement {
  readonly finding: DeclaredFinding;
  /** Of the messages of known category, the part of kinds that were not declared; null: there is none to tell. */
  readonly share: ShareInterval | null;
  /** The negative rate of what was not declared against that of what was; null when one of them was not sent. */
  readonly ratio: RateRatio | null;
}

/**
 * Does a source's contacts' post hold what they were told of?
 *
 * @param sent messages of declared and other kinds, with the negative signals they brought; null: nothing is declared.
 */
export function judgeDeclared(
  sent: { readonly inside: RateCount; readonly outside: RateCount } | null,
): DeclaredJudgement {
  if (sent === null) return { finding: "nothing-declared", share: null, ratio: null };
  const { inside, outside } = sent;
  const messages = inside.exposures + outside.exposures;
  const share = shareInterval(outside.exposures, messages);
  const ratio = rateRatio(outside, inside);
  if (share === null) return { finding: "no-messages", share, ratio };
  if (messages < fewestMessages) return { finding: "few", share, ratio };
  if (share.low > mostUndeclared) return { finding: "outside", share, ratio };
  return { finding: outside.exposures > 0 ? "open" : "within", share, ratio };
}
