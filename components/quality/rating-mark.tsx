import type { RatingReading } from "@/lib/core/quality/rating.ts";

/** The shape that carries a rating without colour: circle, triangle, square; hatched; dashed outline. */
export function RatingMark({ reading, size = 11 }: { reading: RatingReading; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true" className="shrink-0">
      <Shape name={reading.kind === "ranked" ? reading.rating : reading.kind} />
    </svg>
  );
}

type ShapeName = "GREEN" | "YELLOW" | "RED" | "not-rated" | "unknown" | "absent";

function Shape({ name }: { name: ShapeName }) {
  switch (name) {
    case "GREEN":
      return <circle cx="6" cy="6" r="5.5" className="fill-green" />;
    case "YELLOW":
      return <path d="M6 0.5 12 11.5H0Z" className="fill-amber" />;
    case "RED":
      return <rect x="0.5" y="0.5" width="11" height="11" className="fill-red" />;
    case "not-rated":
    case "unknown":
      return (
        <g className="stroke-hatch" strokeWidth="1.4" fill="none">
          <circle cx="6" cy="6" r="5" />
          <path d="M2.5 9.5 9.5 2.5M1.5 6.5 6.5 1.5M5.5 10.5 10.5 5.5" />
        </g>
      );
    case "absent":
      return (
        <circle
          cx="6"
          cy="6"
          r="5"
          className="stroke-hatch"
          strokeDasharray="2 2"
          strokeWidth="1.2"
          fill="none"
        />
      );
  }
}
