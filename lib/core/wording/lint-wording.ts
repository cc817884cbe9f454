import { sourceSpan } from "./fold-text.ts";
import { readWording } from "./read-wording.ts";
import { activeConsent } from "./rules/active-consent.ts";
import { frequency } from "./rules/frequency.ts";
import { messageKinds } from "./rules/message-kinds.ts";
import { namesBusiness } from "./rules/names-business.ts";
import { namesWhatsapp } from "./rules/names-whatsapp.ts";
import { optOut } from "./rules/opt-out.ts";
import { wordingRules, type RuleAnswer, type WordingFinding, type WordingRule } from "./wording-finding.ts";

export interface Wording {
  /** A language tag such as `de` or `pt-BR`; one that is not known is read with the words of all known ones. */
  readonly language: string;
  /** Plain text, HTML or the transcript of a call. */
  readonly text: string;
  /** The name of the business that people should read. */
  readonly business: string;
}

/**
 * Answers the rules of docs/wording-rules.md for one wording, in their order. The words of each rule are lists by hand (`lexicons/`); how often
 * they are right is measured on labelled wordings (docs/wording-linter.md).
 */
export function lintWording({ language, text, business }: Wording): WordingFinding[] {
  const wording = readWording(text, language);
  const name = namesBusiness(wording, business);
  const answers: Readonly<Record<WordingRule, RuleAnswer>> = {
    "names-whatsapp": namesWhatsapp(wording),
    "names-business": name,
    "active-consent": activeConsent(wording),
    "message-kinds": messageKinds(wording, name.ok ? name.at : null),
    frequency: frequency(wording),
    "opt-out": optOut(wording),
  };
  return wordingRules.map((rule) => {
    const { ok, reason, at } = answers[rule];
    return { rule, ok, reason, span: at === null ? null : sourceSpan(wording, at.start, at.end) };
  });
}
