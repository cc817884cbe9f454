import type { SpikeDto } from "@/lib/contracts/spikes.ts";

export const kindLabels: Readonly<Record<SpikeDto["kind"], string>> = {
  block: "Blocks",
  report: "Reports",
  opt_out: "Opt-outs",
  suspected_block: "Suspected blocks",
  negative: "Blocks, reports and opt-outs",
};

export const stateLabels: Readonly<Record<SpikeDto["state"], string>> = {
  open: "going on",
  ended: "over",
  "new-level": "the usual level now",
  withdrawn: "withdrawn",
};

export const dimensionLabels: Readonly<Record<string, string>> = {
  method: "Activation method",
  source: "Source",
  campaign: "Campaign",
  template: "Template",
  cohort: "Week of opt-in",
  country: "Country of the source",
  number: "Phone number",
};

export const timesText = (ratio: number): string => `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(1)}×`;
export const percentText = (share: number): string => `${Math.round(share * 100)} %`;
export const dayOf = (instant: string): string => instant.slice(0, 10);

/** The last day of a spike, from the instant at which it was over. */
export const lastDayOf = (endedAt: string): string =>
  new Date(Date.parse(endedAt) - 86_400_000).toISOString().slice(0, 10);

/** A spike of one signal says more than that of the sum at the same time: the sum is left out beside it. */
export function withoutSums(spikes: readonly SpikeDto[]): SpikeDto[] {
  const lies = (sum: SpikeDto, other: SpikeDto) =>
    other.kind !== "negative" &&
    other.phoneNumberId === sum.phoneNumberId &&
    (other.endedAt === null || other.endedAt > sum.startedAt) &&
    (sum.endedAt === null || sum.endedAt > other.startedAt);
  return spikes.filter((spike) => spike.kind !== "negative" || !spikes.some((other) => lies(spike, other)));
}

/** What holds for a spike among all that are watched. */
export const discoveryText = (inList: boolean): string =>
  inList
    ? "also when all numbers that are watched are counted: of such spikes at most 5 % are expected to be false"
    : "with so many numbers watched it could still be one of the false ones that come now and then";

/** How seldom chance alone shows as much. */
export function chanceText(chance: number): string {
  if (chance >= 0.01) return `chance shows as much in ${percentText(chance)} of numbers a quarter, at most`;
  return `chance shows as much in fewer than 1 of ${nice(1 / chance)} numbers a quarter`;
}

function nice(count: number): string {
  const power = 10 ** Math.floor(Math.log10(Math.min(count, 1e6)));
  return (Math.floor(Math.min(count, 1e6) / power) * power).toLocaleString("en-US");
}
