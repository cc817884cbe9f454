import type { FigureRow } from "@/lib/contracts/cells.ts";
import { rateInterval } from "@/lib/core/rates/rate-interval.ts";
import { perThousand, countText } from "./figure-words.ts";
import { isTold, ratePoints } from "./rate-points.ts";

/** One point of the chart; rates are per 1,000, null where there is none. */
export interface SeriesPoint {
  readonly day: string;
  readonly ms: number;
  readonly rate: number | null;
  /** 95 %. */
  readonly band: [number, number] | null;
  /** Fewer exposures than the volume floor: drawn hollow. */
  readonly isFew: boolean;
  /** Too few to be shown at all: a hollow mark at the rate of the whole range, off the line. */
  readonly unshown: number | null;
  readonly exposures: number | null;
  readonly negative: number | null;
  readonly kind: "told" | "few" | "none-sent" | "hidden";
}

/** The points of a row with their interval bands. `meanRate`: of the whole range, per exposure. */
export function rateSeries(points: FigureRow["points"], meanRate: number | null): SeriesPoint[] {
  return ratePoints(points).map((point): SeriesPoint => {
    const { day, ms, kind } = point;
    const at = { day, ms, kind, isFew: kind === "few" };
    if (!isTold(point)) {
      const unshown = kind === "hidden" && meanRate !== null ? meanRate * 1_000 : null;
      return { ...at, rate: null, band: null, unshown, exposures: null, negative: null };
    }
    const { exposures, negative } = point;
    const interval = rateInterval(negative, exposures);
    return {
      ...at,
      rate: point.rate * 1_000,
      band: interval === null ? null : [interval.low * 1_000, interval.high * 1_000],
      unshown: null,
      exposures,
      negative,
    };
  });
}

/** The same as a table. */
export function seriesRows(series: readonly SeriesPoint[]): string[][] {
  return series.map(({ day, kind, exposures, negative, rate, band }) =>
    kind === "hidden"
      ? [day, "too few to show", "", "", ""]
      : kind === "none-sent"
        ? [day, "0", "", "none sent", ""]
        : [
            day,
            countText(exposures ?? 0),
            countText(negative ?? 0),
            perThousand((rate ?? 0) / 1_000),
            band === null ? "" : band.map((end) => perThousand(end / 1_000)).join(" to "),
          ],
  );
}
