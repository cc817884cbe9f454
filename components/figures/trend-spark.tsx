import type { FigureRow } from "@/lib/contracts/cells.ts";
import { ratePoints } from "./rate-points.ts";
import { sparkline } from "./sparkline-geometry.ts";

const width = 96;
const height = 24;

/** The rate over the period in one line; the word beside it says what it shows. */
export function TrendSpark({ points }: Pick<FigureRow, "points">) {
  const { lines, dots } = sparkline(ratePoints(points), width, height);
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="text-accent block"
    >
      <path d={lines.join("")} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
      {dots.map(({ x, y, isHollow }) => (
        <circle
          key={x}
          cx={x}
          cy={y}
          r={isHollow ? 1.75 : 2}
          fill={isHollow ? "var(--color-surface)" : "currentColor"}
          stroke="currentColor"
          strokeWidth="1"
        />
      ))}
    </svg>
  );
}
