import type { AttributionRule, FigureRow, FigureSubject } from "@/lib/contracts/cells.ts";

/** A share as a count in a thousand: "3.1", "0.24". */
export function perThousand(share: number): string {
  const value = share * 1_000;
  if (value === 0) return "0";
  return value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2);
}

/** Made once: a table asks a thousand times. */
const withOneDigit = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** Whole, or with one decimal when shares were split. */
export function countText(value: number): string {
  return withOneDigit.format(value);
}

export const subjectNames: Readonly<Record<FigureSubject, { one: string; many: string }>> = {
  source: { one: "Source", many: "Sources" },
  method: { one: "Activation method", many: "Methods" },
  campaign: { one: "Campaign", many: "Campaigns" },
  template: { one: "Template", many: "Templates" },
  phoneNumberId: { one: "Phone number", many: "Numbers" },
  cohort: { one: "Week of opt-in", many: "Cohorts" },
};

export const ruleNames: Readonly<Record<AttributionRule, string>> = {
  last: "Last touch",
  first: "First touch",
  split: "Split",
};

/** What each rule does, in one sentence. */
export const ruleSentences: Readonly<Record<AttributionRule, string>> = {
  last: "A signal counts for the person's latest opt-in and for the last message before the signal.",
  first: "A signal counts for the person's earliest opt-in and for the first message that it can answer.",
  split:
    "A signal is shared in equal parts among the person's opt-ins and the messages that it can answer, so counts can be fractions.",
};

export type Tone = "worse" | "better" | "unclear";

/** The rate against the period before: "1.4x", "1.1 to 1.8", and whether chance alone explains it. */
export function changeWords(change: FigureRow["change"]): { ratio: string; range: string; tone: Tone } {
  if (change === null) return { ratio: "not enough data", range: "", tone: "unclear" };
  const { ratio, low, high } = change;
  const tone = low > 1 ? "worse" : high !== null && high < 1 ? "better" : "unclear";
  if (ratio === null) {
    if (low === 0) return { ratio: "none in both", range: "", tone };
    return { ratio: "none before", range: `at least ${timesText(low)}x`, tone };
  }
  const range = high === null ? `at least ${timesText(low)}` : `${timesText(low)} to ${timesText(high)}`;
  return { ratio: `${timesText(ratio)}x`, range, tone };
}

function timesText(value: number): string {
  if (value > 0 && value < 0.1) return value.toFixed(2);
  return value.toFixed(value >= 10 ? 0 : 1);
}

export const toneWords: Readonly<Record<Tone, string>> = {
  worse: "worse",
  better: "better",
  unclear: "no clear change",
};

export const trendWords: Readonly<Record<FigureRow["trend"], string>> = {
  rising: "rising",
  falling: "falling",
  steady: "steady",
  "not-enough-data": "not enough data",
};

/** A count against the period before: "+130", "−20", "as before". */
export function differenceText(now: number, before: number): string {
  const difference = now - before;
  if (difference === 0) return "as before";
  return `${difference > 0 ? "+" : "−"}${countText(Math.abs(difference))}`;
}

/** The days of a range in words, of UTC as the cells are. `to` is exclusive. */
export function rangeText(from: string, to: string): string {
  const last = new Date(Date.parse(to) - 1).toISOString();
  const first = from.slice(0, 10);
  return first === last.slice(0, 10) ? `${first} (UTC)` : `${first} to ${last.slice(0, 10)} (UTC)`;
}

/** A state worth a word beside the name. */
export function stateWord(state: string | null): string | null {
  return state === null || state === "registered" ? null : state === "unregistered" ? "not claimed" : state;
}
