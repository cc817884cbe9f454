import { countText, perThousand } from "@/components/figures/figure-words.ts";
import type { DeclaredCategory, DeclaredSourceDto, SentFigures } from "@/lib/contracts/declared.ts";

/** A share in whole percent, or with a digit where it is small: "12 %", "0.4 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 ? "0" : value.toFixed(value === 100 || (value >= 10 && value < 99) ? 0 : 1)} %`;
}

export function shareWords(share: number | null, interval: readonly [number, number] | null): string {
  if (share === null || interval === null) return "not known";
  return `${percent(share)} (${percent(interval[0])} to ${percent(interval[1])})`;
}

export function rateWords({ rate, interval, suppressed }: SentFigures): string {
  if (suppressed) return "too few to show";
  if (rate === null || interval === null) return "none";
  return `${perThousand(rate)} (${perThousand(interval[0])} to ${perThousand(interval[1])})`;
}

export function messagesWords(messages: number | null): string {
  return messages === null ? "too few to show" : countText(messages);
}

const unknownWords = {
  "no-template": "No template named",
  "not-read": "Template not read from Meta",
  differs: "Several categories under one name",
} as const;

/** The category of a row, or why there is none. */
export function categoryWords({ category, unknown }: DeclaredCategory): string {
  if (category !== null) return `${category.slice(0, 1).toUpperCase()}${category.slice(1)}`;
  return unknown === null ? "Not known" : unknownWords[unknown];
}

export function declaredWords({ declared, category }: DeclaredCategory, isDeclared: boolean): string {
  if (category === null) return "cannot be told";
  if (declared === null || !isDeclared) return "nothing to compare with";
  return declared ? "declared" : "not declared";
}

/** Of which readings the category is known; null: of readings before the sending, or nothing is shown. */
export function basisWords({ readLaterShare }: DeclaredCategory): string | null {
  if (readLaterShare === null || readLaterShare === 0) return null;
  if (readLaterShare === 1) return "category as it was read after the sending";
  return `category of ${percent(readLaterShare)} as it was read after the sending`;
}

/** The finding in a sentence. */
export function findingSentence(source: DeclaredSourceDto): string {
  const { finding, outside, inside, outsideShare, outsideInterval } = source;
  const share = shareWords(outsideShare, outsideInterval);
  const all = countText((outside?.messages ?? 0) + (inside?.messages ?? 0));
  switch (finding) {
    case "nothing-declared":
      return "Nothing is declared here: there is nothing to compare with. It does not mean that nothing may be sent.";
    case "no-messages":
      return "No message of a known category was sent to its contacts in this range.";
    case "hidden":
      return "Too few messages of one side to show how large the undeclared part is.";
    case "few":
      return `${share} of ${all} messages were not declared: too few messages for a finding.`;
    case "outside":
      return `${share} of ${all} messages were of kinds that people were not told of.`;
    case "open":
      return `${share} of ${all} messages were not declared: not surely more than 5 %.`;
    case "within":
      return `All of ${all} messages of known category were of declared kinds.`;
  }
}

/** How undeclared messages are received against declared ones; null: cannot be told. */
export function ratioSentence({ ratio }: DeclaredSourceDto): string | null {
  if (ratio === null) return null;
  if (ratio.ratio === null) {
    return ratio.low === 0
      ? "Neither declared nor other messages brought a negative signal."
      : `Declared messages brought no negative signal; others did, at least ${ratio.low.toFixed(1)} times as often.`;
  }
  const range =
    ratio.high === null
      ? `at least ${ratio.low.toFixed(1)}`
      : `${ratio.low.toFixed(1)} to ${ratio.high.toFixed(1)}`;
  return `What was not declared brings ${ratio.ratio.toFixed(1)} times (${range}) the negative signals of what was.`;
}
