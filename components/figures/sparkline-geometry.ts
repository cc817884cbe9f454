import { isTold, type RatePoint } from "./rate-points.ts";

export interface Spark {
  /** One path for each unbroken run: a day on which nothing was sent breaks the line. */
  readonly lines: readonly string[];
  readonly dots: readonly { readonly x: number; readonly y: number; readonly isHollow: boolean }[];
}

const inset = 3;
/** More dots than this would run into each other. */
const mostSolidDots = 14;

/**
 * A row's rate over time in a box of `width` by `height`. Points under the volume floor, and those too small to be shown,
 * are hollow; the latter have no rate and stand in the middle, off the line.
 */
export function sparkline(points: readonly RatePoint[], width: number, height: number): Spark {
  const top = Math.max(0, ...points.map((point) => (point.kind === "told" ? point.rate : 0)));
  const highest = top > 0 ? top : Math.max(0, ...points.map((point) => (isTold(point) ? point.rate : 0)));
  const step = points.length > 1 ? (width - 2 * inset) / (points.length - 1) : 0;
  const xOf = (index: number) => tidy(points.length > 1 ? inset + index * step : width / 2);
  const yOf = (rate: number) =>
    tidy(height - inset - (highest === 0 ? 0 : Math.min(1, rate / highest)) * (height - 2 * inset));
  const lines: string[] = [];
  let run: string[] = [];
  const dots: { x: number; y: number; isHollow: boolean }[] = [];
  const endRun = () => {
    if (run.length > 1) lines.push(`M${run.join("L")}`);
    run = [];
  };
  points.forEach((point, index) => {
    const x = xOf(index);
    if (!isTold(point)) {
      endRun();
      if (point.kind === "hidden") dots.push({ x, y: height / 2, isHollow: true });
      return;
    }
    const y = yOf(point.rate);
    run.push(`${x} ${y}`);
    const isLast = index === points.length - 1;
    if (point.kind === "few") dots.push({ x, y, isHollow: true });
    else if (isLast || points.length <= mostSolidDots) dots.push({ x, y, isHollow: false });
  });
  endRun();
  return { lines, dots };
}

const tidy = (value: number) => Math.round(value * 10) / 10;
