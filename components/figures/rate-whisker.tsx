import { volumeFloor } from "./rate-points.ts";

const width = 112;
const height = 14;
const middle = height / 2;

interface RateWhiskerProps {
  rate: number;
  interval: readonly [number, number];
  exposures: number;
  /** End of the scale that all rows share, per exposure. */
  scale: number;
}

/** A rate with its interval on the scale of the table; beyond the end it is cut, with an arrow. The figures are beside it. */
export function RateWhisker({ rate, interval: [low, high], exposures, scale }: RateWhiskerProps) {
  const xOf = (value: number) => 4 + (Math.min(value, scale) / scale) * (width - 8);
  const isCut = high > scale;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      className="text-ink-2 block"
    >
      <path d={`M4 ${height - 0.5}H${width - 4}`} stroke="var(--color-line)" />
      <path d={`M${xOf(low)} ${middle}H${xOf(high)}`} stroke="currentColor" strokeWidth="1.5" />
      <path d={`M${xOf(low)} ${middle - 3}v6`} stroke="currentColor" strokeWidth="1.5" />
      <path
        d={isCut ? `M${width - 8} ${middle - 3}l4 3l-4 3` : `M${xOf(high)} ${middle - 3}v6`}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {rate > scale ? null : (
        <circle
          cx={xOf(rate)}
          cy={middle}
          r="3"
          fill={exposures < volumeFloor ? "var(--color-surface)" : "var(--color-accent)"}
          stroke="var(--color-accent)"
          strokeWidth="1.5"
        />
      )}
    </svg>
  );
}
