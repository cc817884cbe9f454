import { lordensBound } from "../core/detection/lordens-bound.ts";
import { dailySpikes } from "../core/detection/spike-settings.ts";
import { gammaQuantile } from "../core/rates/gamma-quantile.ts";
import type { Detected } from "./detect-stream.ts";

export interface StreamTruth {
  readonly stream: string;
  readonly kind: string;
  readonly rate_ratio: number;
  readonly change_day?: number | null | undefined;
  /** Where the generator tells it; otherwise the detector's own estimate enters the bound. */
  readonly omega?: number | undefined;
}

export interface RatioScore {
  readonly ratio: number;
  readonly streams: number;
  /** Alarms before the change: not counted among the delays. */
  readonly before: number;
  /** No alarm until the last day: counted with the whole rest of the time, so the mean delay is then too small. */
  readonly missed: number;
  /** Buckets from the change to the alarm, both included. */
  readonly meanDelay: number;
  readonly meanBound: number;
  /** 1.25 × bound + 1. */
  readonly target: number;
  /** Share of start intervals that hold the true first day. */
  readonly startHeld: number;
}

export interface DetectionScore {
  readonly nulls: number;
  readonly falseAlarms: number;
  readonly falseAlarmShare: number;
  /** One-sided 95 % upper limit of the share. */
  readonly falseAlarmUpper: number;
  readonly ratios: readonly RatioScore[];
}

export function scoreDetection(
  results: readonly { readonly truth: StreamTruth; readonly detected: Detected }[],
  lastDay: number,
): DetectionScore {
  const isNull = ({ rate_ratio, change_day }: StreamTruth) =>
    rate_ratio === 1 || (change_day ?? null) === null;
  const nulls = results.filter(({ truth }) => isNull(truth));
  const falseAlarms = nulls.filter(({ detected }) => detected.alarmDay !== null).length;
  const changed = results.filter(({ truth }) => !isNull(truth));
  const ratios = [...new Set(changed.map(({ truth }) => truth.rate_ratio))].sort((a, b) => a - b);
  return {
    nulls: nulls.length,
    falseAlarms,
    falseAlarmShare: falseAlarms / Math.max(1, nulls.length),
    falseAlarmUpper: gammaQuantile(0.95, falseAlarms + 1) / Math.max(1, nulls.length),
    ratios: ratios.map((ratio) => {
      const of = changed.filter(({ truth }) => truth.rate_ratio === ratio);
      const change = (truth: StreamTruth) => truth.change_day ?? 0;
      const after = of.filter(({ truth, detected }) => (detected.alarmDay ?? lastDay) >= change(truth));
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
      const found = after.filter(({ detected }) => detected.alarmDay !== null);
      const meanBound = mean(
        after.map(({ truth, detected }) =>
          lordensBound(
            dailySpikes.horizon / dailySpikes.level,
            detected.eventsPerDay,
            ratio,
            truth.omega ?? detected.overdispersion,
          ),
        ),
      );
      return {
        ratio,
        streams: of.length,
        before: of.length - after.length,
        missed: after.length - found.length,
        meanDelay: mean(
          after.map(({ truth, detected }) => (detected.alarmDay ?? lastDay) - change(truth) + 1),
        ),
        meanBound,
        target: 1.25 * meanBound + 1,
        startHeld: mean(
          found.map(({ truth, detected }) => {
            const [low, high] = detected.startInterval ?? [0, -1];
            return low <= change(truth) && change(truth) <= high ? 1 : 0;
          }),
        ),
      };
    }),
  };
}
