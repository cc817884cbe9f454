import { durationText } from "@/components/clock/duration-text.ts";
import type { OptOutWatchDto } from "@/lib/contracts/insights.ts";

const people = (value: number) => (value === 1 ? "1 person" : `${value.toLocaleString("en-US")} people`);

/** The result as a person would say it. */
export function optOutSentence({ summary }: Pick<OptOutWatchDto, "summary">): string {
  const { optOuts, violated, violations, medianSeconds, p90Seconds } = summary;
  if (violated === 0) {
    return `${people(optOuts)} said stop, and no marketing was sent to any of them afterwards.`;
  }
  const messages = violations === 1 ? "1 message" : `${violations.toLocaleString("en-US")} messages`;
  const times =
    medianSeconds === null || p90Seconds === null
      ? ""
      : ` Half of them got the last one later than ${durationText(medianSeconds * 1_000)} after their stop, one in ten later than ${durationText(p90Seconds * 1_000)}.`;
  return `${people(optOuts)} said stop. ${people(violated)} got marketing all the same: ${messages}.${times}`;
}
