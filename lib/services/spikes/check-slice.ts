import { findSmallGroupSize } from "../../adapters/db/organization-settings.ts";
import { readExposureGroups, readSignalGroups } from "../../adapters/db/read-cells.ts";
import type { FoundSpikeDto, SpikeCheckDto, SpikeCheckQuery } from "../../contracts/spike-checks.ts";
import { falseAlarmChance, type SpikeSettings } from "../../core/detection/spike-settings.ts";
import { sizeSentence } from "../../core/detection/spike-words.ts";
import { signalsOf } from "../../core/detection/stream-bucket.ts";
import {
  streamKinds,
  type NumberDay,
  type NumberSeries,
  type StreamKind,
} from "../../core/detection/stream-stand.ts";
import { watchStream, type FoundSpike } from "../../core/detection/watch-stream.ts";
import { openDimensions, type Dimensions } from "../cells/open-dimensions.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { requireRight } from "../require-right.ts";
import { readWatchSettings, type WatchSettings } from "./watch-settings.ts";

const dayMs = 86_400_000;
/** So many days are looked at. */
const daysBack = 200;

/**
 * Judges the streams of any slice of what was sent on the spot, as those of numbers are judged day by day. Nothing is stored, and
 * the promise about false alarms holds for this slice alone: whoever looks at a hundred slices gets a hundred times as many.
 */
export async function checkSlice(ctx: ServiceContext, query: SpikeCheckQuery): Promise<SpikeCheckDto> {
  requireRight(ctx, "quality.read");
  const now = ctx.clock.now();
  const today = Math.floor(now.getTime() / dayMs);
  const [dimensions, smallGroupSize, settings] = await Promise.all([
    openDimensions(ctx),
    findSmallGroupSize(ctx.db, ctx.organizationId),
    readWatchSettings(ctx.db, ctx.organizationId),
  ]);
  const series = await readSlice(ctx, query, dimensions, today);
  const all = [...series.values()];
  const exposures = all.reduce((sum, day) => sum + day.exposures, 0);
  const rest = { smallGroupSize, promise: settings.words };
  if (all.every((day) => day.exposures === 0 && signalCount(day, "negative") === 0)) {
    return { state: "no-data", days: null, exposures: null, spikes: [], ...rest };
  }
  if (exposures < smallGroupSize)
    return { state: "too-small", days: null, exposures: null, spikes: [], ...rest };
  const first = Math.min(...series.keys());
  const kinds = query.kind === undefined ? streamKinds : [query.kind];
  const name = nameOf(query, dimensions);
  const spikes = findSpikes(series, kinds, { first, today }, settings).flatMap((spike) => {
    const counted = countDays(series, spike, today);
    return counted.exposures < smallGroupSize ? [] : [toDto(spike, counted, { name, now, settings })];
  });
  const learnt = all.filter((day) => day.exposures > 0).length > settings.warmUp;
  return {
    state: learnt ? "watched" : "learning",
    days: { from: dayText(first), to: dayText(today) },
    exposures: Math.round(exposures),
    spikes: spikes.sort((a, b) => b.detectedAt.localeCompare(a.detectedAt) || a.kind.localeCompare(b.kind)),
    ...rest,
  };
}

async function readSlice(
  ctx: ServiceContext,
  query: SpikeCheckQuery,
  dimensions: Dimensions,
  today: number,
): Promise<NumberSeries> {
  const hours = { from: (today - daysBack) * 24, to: (today + 1) * 24 };
  const question = { hours, by: ["day" as const], rule: query.rule, only: dimensions.only(query) };
  const [exposures, signals] = await Promise.all([
    readExposureGroups(ctx.db, ctx.organizationId, question),
    readSignalGroups(ctx.db, ctx.organizationId, question),
  ]);
  const series = new Map<number, NumberDay>();
  const none = { block: 0, report: 0, opt_out: 0, suspected_block: 0 };
  // By age nothing is counted here: when feedback comes is assumed.
  const byAge = { block: [], report: [], opt_out: [], suspected_block: [] };
  const at = (day: number) => series.get(day) ?? { exposures: 0, signals: none, byAge };
  for (const { key, exposures: sent } of exposures)
    series.set(key[0] ?? 0, { ...at(key[0] ?? 0), exposures: sent });
  for (const { key, kind, count } of signals) {
    const day = key[0] ?? 0;
    const found = at(day);
    if (!(kind in none)) continue;
    const known = kind as keyof typeof none;
    series.set(day, { ...found, signals: { ...found.signals, [known]: found.signals[known] + count } });
  }
  return series;
}

function findSpikes(
  series: NumberSeries,
  kinds: readonly StreamKind[],
  { first, today }: { first: number; today: number },
  settings: SpikeSettings,
): FoundSpike[] {
  const days = { from: first, through: today - 1, hasOpenDay: true };
  // The promise is kept by all streams of a slice together, whichever of them are asked for.
  return kinds.flatMap((kind) => watchStream(kind, null, series, days, settings).spikes);
}

const signalCount = (day: NumberDay, kind: StreamKind) =>
  signalsOf(kind).reduce((sum, signal) => sum + day.signals[signal], 0);

function countDays(series: NumberSeries, { kind, startDay, endDay }: FoundSpike, today: number) {
  let [exposures, signals] = [0, 0];
  for (let day = startDay; day <= (endDay ?? today); day += 1) {
    const found = series.get(day);
    exposures += found?.exposures ?? 0;
    signals += found === undefined ? 0 : signalCount(found, kind);
  }
  return { exposures: Math.round(exposures), signals: Math.round(signals * 1_000) / 1_000 };
}

function toDto(
  spike: FoundSpike,
  counted: { exposures: number; signals: number },
  { name, now, settings }: { name: string; now: Date; settings: WatchSettings },
): FoundSpikeDto {
  const midnight = (day: number) => new Date(day * dayMs).toISOString();
  const expected = counted.signals / spike.countedRatio;
  const { kind, ratio, ratioInterval, startDay, endDay, startInterval } = spike;
  return {
    kind,
    state: spike.state,
    startedAt: midnight(startDay),
    startedBetween: [midnight(startInterval[0]), midnight(startInterval[1])],
    detectedAt: new Date(Math.min((spike.calledDay + 1) * dayMs, now.getTime())).toISOString(),
    endedAt: endDay === null ? null : midnight(endDay + 1),
    rateRatio: ratio,
    ratioInterval: [ratioInterval[0], ratioInterval[1]],
    ...counted,
    expected,
    falseAlarmChance: falseAlarmChance(spike.evidence, settings),
    summary: sizeSentence({
      ...{ numberName: name, kind, ratio, ratioInterval, signals: counted.signals, expected },
      startDate: dayText(startDay),
      endDate: endDay === null ? null : dayText(endDay),
    }),
  };
}

/** What was asked for, as people call it. */
function nameOf(
  { phoneNumberId, source, method, campaign, template }: SpikeCheckQuery,
  dimensions: Dimensions,
): string {
  const parts = [
    source === undefined ? null : `source ${dimensions.source(source)?.name ?? source}`,
    method === undefined ? null : `method ${dimensions.method(method)?.name ?? method}`,
    campaign === undefined ? null : `campaign ${dimensions.campaign(campaign)?.name ?? campaign}`,
    template === undefined ? null : `template ${template}`,
    phoneNumberId === undefined ? null : `number ${phoneNumberId}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "everything that was sent" : parts.join(" with ");
}
