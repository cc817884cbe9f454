import { readNumberSeries } from "../../adapters/db/spike-streams.ts";
import { findSpike } from "../../adapters/db/spikes.ts";
import type { SpikeDetailDto } from "../../contracts/spikes.ts";
import type { touchRules } from "../../core/attribution/explain-rise.ts";
import { assumedDelays, maturedExposure } from "../../core/detection/delay-curve.ts";
import { signalsOf } from "../../core/detection/stream-bucket.ts";
import {
  agesWatched,
  type NumberSeries,
  type StreamKind,
  type WatchedSignal,
} from "../../core/detection/stream-stand.ts";
import { dayText } from "../cells/read-range.ts";
import type { ServiceContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { requireRight } from "../require-right.ts";
import { listDiscoveries } from "./list-discoveries.ts";
import { openSpikeNames } from "./open-spike-names.ts";
import { readExplanation, toCauseDto, toSpikeDto } from "./spike-dto.ts";
import { readWatchSettings } from "./watch-settings.ts";

const dayMs = 86_400_000;
const daysBefore = 56;
/** What came after the end of a spike, as far as it is shown. */
const daysAfter = 14;

/** One spike with its days, its causes under every rule and the mix before and after. @throws ServiceError NOT_FOUND */
export async function getSpike(ctx: ServiceContext, id: string): Promise<SpikeDetailDto> {
  requireRight(ctx, "quality.read");
  const spike = await findSpike(ctx.db, ctx.organizationId, id);
  if (spike === null) throw notFound("The spike");
  const today = Math.floor(ctx.clock.now().getTime() / dayMs);
  const fromDay = spike.startDay - daysBefore;
  const toDay = Math.min(today, spike.endDay === null ? today : spike.endDay + daysAfter);
  const { phoneNumberId } = spike;
  const asked = [{ phoneNumberId, fromDay: fromDay - agesWatched }];
  const [names, discoveries, { words }, all] = await Promise.all([
    openSpikeNames(ctx),
    listDiscoveries(ctx),
    readWatchSettings(ctx.db, ctx.organizationId),
    readNumberSeries(ctx.db, ctx.organizationId, asked, toDay),
  ]);
  const explanation = readExplanation(spike);
  const signals = signalsOf(spike.kind as StreamKind);
  const days = daysOf(all.get(phoneNumberId) ?? new Map(), signals, fromDay, toDay);
  const before = days.filter(({ day }) => day < spike.startDay);
  const sum = (pick: (day: (typeof days)[number]) => number) =>
    before.reduce((total, day) => total + pick(day), 0);
  const due = sum(({ matured }) => matured);
  const usualRate = due > 0 ? sum((day) => day.signals) / due : null;
  const compared = (range: { from: string; to: string }, counts: { exposures: number; signals: number }) => ({
    ...range,
    exposures: Math.round(counts.exposures),
    signals: counts.signals,
  });
  return {
    ...toSpikeDto(spike, names, discoveries.spikeIds),
    promise: words,
    rules:
      explanation === null
        ? null
        : mapRules((rule) => ({
            causes: explanation.rules[rule].causes.map((cause) => toCauseDto(cause, names)),
            unexplained: explanation.rules[rule].unexplained,
          })),
    base:
      explanation === null
        ? null
        : compared(explanation.base, {
            exposures: explanation.totals.baseExposures,
            signals: explanation.totals.baseSignals,
          }),
    window: explanation === null ? null : compared(explanation.window, explanation.totals),
    mix: (explanation?.mix ?? []).map(({ dimension, value, before: was, during }) => ({
      dimension,
      value: value === "" ? null : value,
      name: names.value(dimension, value),
      before: was,
      during,
    })),
    series: days.map(({ day, exposures, signals: count, matured }) => ({
      day: dayText(day),
      exposures,
      signals: count,
      usual: usualRate === null ? null : Math.round(usualRate * matured * 100) / 100,
    })),
    smallGroupSize: explanation?.smallGroupSize ?? null,
  };
}

function mapRules<T>(make: (rule: (typeof touchRules)[number]) => T): Record<(typeof touchRules)[number], T> {
  return { last: make("last"), first: make("first"), split: make("split") };
}

function daysOf(series: NumberSeries, signals: readonly WatchedSignal[], fromDay: number, toDay: number) {
  const sent = (day: number) => series.get(day)?.exposures ?? 0;
  return Array.from({ length: toDay - fromDay + 1 }, (_, index) => {
    const day = fromDay + index;
    const came = series.get(day)?.signals;
    return {
      day,
      exposures: sent(day),
      signals: signals.reduce((total, signal) => total + (came?.[signal] ?? 0), 0),
      matured: maturedExposure(
        assumedDelays,
        Array.from({ length: agesWatched }, (__, age) => sent(day - age)),
      ),
    };
  });
}
