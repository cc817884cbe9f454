import type { FatigueDto } from "@/lib/contracts/insights.ts";

type Bucket = FatigueDto["buckets"][number];

/** A share as a count in a thousand: "3.1", "0.24". */
export function perThousand(share: number): string {
  const value = share * 1_000;
  const digits = value >= 100 ? 0 : value >= 1 ? 1 : 2;
  return value.toFixed(digits);
}

export const count = (value: number) => value.toLocaleString("en-US");
const messages = (value: number) => (value === 1 ? "1 message" : `${value} messages`);

export function bucketName({ messages: name, orMore }: Bucket): string {
  return orMore ? `${name} or more` : String(name);
}

export const findingWords: Readonly<Record<Bucket["finding"], string>> = {
  base: "compared with",
  within: "no more harmful",
  above: "too many",
  open: "cannot tell yet",
  "no-exposures": "none sent",
};

/** The result as a person would say it. */
export function fatigueSentence({ recommendation }: FatigueDto): string {
  if (recommendation === null) return "";
  switch (recommendation.kind) {
    case "cap": {
      const { cap, low, high } = recommendation;
      const range =
        low === high ? "" : ` The true limit lies between ${low} and ${high} with 95 % certainty.`;
      return `Send at most ${messages(cap)} in 7 days to one person. Above that, people block, report or stop clearly more often: over 1.5 times as often as after the first.${range}`;
    }
    case "no-cap-needed":
      return `No cap is needed: up to ${messages(recommendation.upTo)} in 7 days, people do not react worse than after the first.`;
    case "cannot-tell": {
      const { low, exposuresNeeded } = recommendation;
      const more =
        exposuresNeeded === null
          ? "More messages and signals are"
          : `About ${count(exposuresNeeded)} more messages are`;
      const known = low > 1 ? ` Up to ${messages(low)} in 7 days do no harm.` : "";
      return `Cannot tell yet how many messages are too many.${known} ${more} needed for the next step.`;
    }
  }
}

/** "1 day", "2 days". */
export function many(number: number, one: string): string {
  return `${count(number)} ${one}${number === 1 ? "" : "s"}`;
}
