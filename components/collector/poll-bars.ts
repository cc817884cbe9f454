import type { PollRunDto } from "@/lib/contracts/connections.ts";

export interface PollBar {
  /** Time of day at which the round began. */
  readonly label: string;
  readonly seconds: number;
  readonly fill: string;
}

const fills: Readonly<Record<NonNullable<PollRunDto["outcome"]>, string>> = {
  complete: "var(--color-accent)",
  incomplete: "var(--color-amber)",
  failed: "var(--color-red)",
};

/** One bar for each finished round, oldest first; rounds that still run have no length yet and no bar. */
export function pollBars(polls: readonly PollRunDto[], timeZone: string): PollBar[] {
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  return [...polls].reverse().flatMap((poll) => {
    if (poll.startedAt === null || poll.finishedAt === null || poll.outcome === null) return [];
    const seconds = (Date.parse(poll.finishedAt) - Date.parse(poll.startedAt)) / 1000;
    const label = time.format(new Date(poll.startedAt));
    return [{ label, seconds: Math.round(seconds * 100) / 100, fill: fills[poll.outcome] }];
  });
}
