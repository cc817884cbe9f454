import type { Spike } from "../../adapters/db/generated/client.ts";
import type { SpikeCauseDto, SpikeDto } from "../../contracts/spikes.ts";
import type { RiseCause, RiseExplanation } from "../../core/attribution/explain-rise.ts";
import { dailySpikes, falseAlarmChance } from "../../core/detection/spike-settings.ts";
import { spikeWords } from "../../core/detection/spike-words.ts";
import type { StreamKind } from "../../core/detection/stream-stand.ts";
import { dayText } from "../cells/read-range.ts";
import type { SpikeNames } from "./open-spike-names.ts";

/** What is kept of an explanation. */
export interface StoredExplanation extends RiseExplanation {
  readonly base: { readonly from: string; readonly to: string };
  readonly window: { readonly from: string; readonly to: string };
  readonly smallGroupSize: number;
}

const dayMs = 86_400_000;
const midnight = (day: number) => new Date(day * dayMs).toISOString();

export function readExplanation(spike: Spike): StoredExplanation | null {
  return spike.attribution as StoredExplanation | null;
}

/** `discovered`: ids in the list of `listDiscoveries`. */
export function toSpikeDto(spike: Spike, names: SpikeNames, discovered: ReadonlySet<string>): SpikeDto {
  const kind = spike.kind as StreamKind;
  const explanation = readExplanation(spike);
  const last = explanation?.rules.last ?? null;
  return {
    id: spike.id,
    phoneNumberId: spike.phoneNumberId,
    kind,
    state: spike.withdrawnAt === null ? (spike.state as "open" | "ended" | "new-level") : "withdrawn",
    startedAt: midnight(spike.startDay),
    startedBetween: [midnight(spike.startLowDay), midnight(spike.startHighDay)],
    detectedAt: spike.detectedAt.toISOString(),
    endedAt: spike.endDay === null ? null : midnight(spike.endDay + 1),
    rateRatio: spike.rateRatio,
    ratioInterval: [spike.ratioLow, spike.ratioHigh],
    exposures: spike.exposures,
    signals: spike.signals,
    expected: spike.expected,
    falseAlarmChance: falseAlarmChance(spike.evidence, dailySpikes),
    inDiscoveryList: spike.withdrawnAt === null && spike.state === "open" ? discovered.has(spike.id) : null,
    attribution: last === null ? [] : last.causes.map((cause) => toCauseDto(cause, names)),
    attributedAt: spike.attributedAt?.toISOString() ?? null,
    unexplained: last?.unexplained ?? null,
    external: explanation?.external ?? false,
    orderFlips: explanation?.orderFlips ?? false,
    summary: spikeWords({
      numberName: names.number(spike.phoneNumberId),
      kind,
      startDate: dayText(spike.startDay),
      endDate: spike.endDay === null ? null : dayText(spike.endDay),
      ratio: spike.rateRatio,
      ratioInterval: [spike.ratioLow, spike.ratioHigh],
      signals: spike.signals,
      expected: spike.expected,
      explanation,
      nameOf: names.value,
    }),
    method: spike.method,
    updatedAt: spike.updatedAt.toISOString(),
  };
}

export function toCauseDto(cause: RiseCause, names: SpikeNames): SpikeCauseDto {
  const { share, ratioInterval } = cause;
  return {
    where: toWhere(cause.where),
    names: Object.fromEntries(
      Object.entries(cause.where).map(([dimension, value]) => [dimension, names.value(dimension, value)]),
    ),
    share: share.value,
    shareInterval: [share.low, share.high],
    rateRatio: cause.rateRatio,
    ratioInterval: ratioInterval === null ? null : [ratioInterval[0], ratioInterval[1]],
    exposures: tidy(cause.exposures),
    signals: tidy(cause.signals),
    expected: tidy(cause.expected),
    certainty: cause.certainty,
    alsoConsistentWith: cause.alsoConsistentWith.map(toWhere),
  };
}

/** An empty value stands for none. */
const toWhere = (where: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(where).map(([dimension, value]) => [dimension, value === "" ? null : value]),
  );

/** Weighted by how much feedback was due, exposures are fractions: more than one digit says nothing. */
const tidy = (count: number) => Math.round(count * 10) / 10;
