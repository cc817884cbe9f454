import { leaningWeights, ratioGrid } from "./rise-statistic.ts";

/** How the detector is set. The same defaults everywhere: product, benchmark, calibration. */
export interface SpikeSettings {
  /** "At most one stream in 1 / `level` gives a false alarm within `horizon` buckets." */
  readonly level: number;
  readonly horizon: number;
  /** Length of each repeating pattern: [7] for days, [7, 24] for hours. */
  readonly seasonSizes: readonly number[];
  /** The expectation rests on at most this many buckets, without the newest `lag` and without those of a spike. */
  readonly window: number;
  readonly lag: number;
  /** Buckets to learn from before the first one is judged. */
  readonly warmUp: number;
  readonly seasonPrior: number;
  readonly priorRate: { readonly rate: number; readonly events: number } | null;
  /** Usual drift of the base: standard deviation of the change of ln rate per bucket; fitted without the newest `driftLag` judged. */
  readonly drift: number;
  readonly driftLag: number;
  /** Rate ratios looked for, and their weights as logarithms. */
  readonly ratios: readonly number[];
  readonly logWeights: readonly number[];
  /**
   * Measured share of the martingale bound that is used up: the statistic jumps over its threshold, and T / A is met by A = 0.65 T / level
   * with room to spare (docs/statistics.md, "Spikes"; `npm run calibrate` measures it).
   */
  readonly overshoot: number;
  /** A spike is not called below this many events since its start. */
  readonly fewestEvents: number;
  /** A spike that lasts this many buckets is the new usual level. */
  readonly longest: number;
}

const ratios = ratioGrid(1.33, 8, 12);

/** Days: one quarter at 5 %. */
export const dailySpikes: SpikeSettings = {
  level: 0.05,
  horizon: 90,
  seasonSizes: [7],
  window: 112,
  lag: 3,
  warmUp: 28,
  seasonPrior: 20,
  priorRate: null,
  drift: 0.001,
  driftLag: 28,
  ratios,
  logWeights: leaningWeights(ratios, 0.7),
  overshoot: 0.65,
  fewestEvents: 3,
  longest: 56,
};

/**
 * For looks at a day that is not over: they come many times a day and jump over the threshold by less, so that much more is asked of them.
 * Measured by `npm run calibrate`, "looks": false alarms rise by under a fifth.
 */
export function openDaySettings(settings: SpikeSettings): SpikeSettings {
  return { ...settings, overshoot: 1.6 };
}

/** ln of the statistic at which a spike is called. */
export function alarmThreshold(settings: Pick<SpikeSettings, "level" | "horizon" | "overshoot">): number {
  return Math.log((settings.overshoot * settings.horizon) / settings.level);
}

/** The chance that a stream without any rise shows as much evidence within the horizon; at most. */
export function falseAlarmChance(
  evidence: number,
  settings: Pick<SpikeSettings, "level" | "horizon" | "overshoot">,
): number {
  return Math.min(1, settings.level * Math.exp(alarmThreshold(settings) - evidence));
}

/** The share of buckets that a start is forgotten by: the mean of the statistic stays under `remembered` for ever. */
export function remembered(settings: Pick<SpikeSettings, "horizon">): number {
  return 4 * settings.horizon;
}

/** One promise per number, kept by all its streams (three signals and their sum) together. */
export function sharedLevel(level: number, streams: number): number {
  return level / Math.max(1, streams);
}
