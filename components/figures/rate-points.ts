import type { FigureRow } from "@/lib/contracts/cells.ts";

/** A point with fewer exposures says little: it is drawn hollow. */
export const volumeFloor = 100;

export type RatePoint = {
  /** YYYY-MM-DD; of a week, its Monday. */
  readonly day: string;
  /** Its beginning in UTC. */
  readonly ms: number;
} & (
  | {
      readonly kind: "told" | "few";
      readonly exposures: number;
      readonly negative: number;
      /** Per exposure. */
      readonly rate: number;
    }
  /** none-sent: no message went out. hidden: fewer than may be shown. Neither is a rate of zero. */
  | { readonly kind: "none-sent" | "hidden" }
);

/** What can be drawn of each day or week. */
export function ratePoints(points: FigureRow["points"]): RatePoint[] {
  return points.map(({ day, exposures, negative }) => {
    const at = { day, ms: Date.parse(`${day}T00:00:00.000Z`) };
    if (exposures === null || negative === null) return { ...at, kind: "hidden" };
    if (exposures === 0) return { ...at, kind: "none-sent" };
    const kind = exposures < volumeFloor ? "few" : "told";
    return { ...at, kind, exposures, negative, rate: negative / exposures };
  });
}

export type ToldPoint = Extract<RatePoint, { rate: number }>;

export function isTold(point: RatePoint): point is ToldPoint {
  return point.kind === "told" || point.kind === "few";
}
