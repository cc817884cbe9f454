import { RatingMark } from "@/components/quality/rating-mark.tsx";
import { readRating } from "@/lib/core/quality/rating.ts";

/** How the strip is read. */
export function StripLegend({
  withWindow = false,
  withImports = false,
}: {
  withWindow?: boolean;
  withImports?: boolean;
}) {
  return (
    <ul aria-label="Legend" className="text-ink-3 flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {(["GREEN", "YELLOW", "RED"] as const).map((rating) => (
        <li key={rating} className="flex items-center gap-1.5">
          <RatingMark reading={readRating(rating)} size={9} />
          {rating}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <RatingMark reading={readRating("UNKNOWN")} size={9} />
        not rated
      </li>
      <li className="flex items-center gap-1.5">
        <svg width="14" height="9" aria-hidden="true">
          <rect
            x="0.5"
            y="0.5"
            width="13"
            height="8"
            fill="none"
            strokeDasharray="3 2"
            className="stroke-line-strong"
          />
        </svg>
        no reading
      </li>
      {withImports ? (
        <li className="flex items-center gap-1.5">
          <svg width="14" height="9" aria-hidden="true">
            <rect
              x="0.5"
              y="0.5"
              width="13"
              height="8"
              fillOpacity={0.35}
              strokeDasharray="2 2"
              className="fill-green stroke-green"
            />
          </svg>
          imported, not seen by a poll
        </li>
      ) : null}
      {withWindow ? (
        <li className="flex items-center gap-1.5">
          <svg width="14" height="9" aria-hidden="true">
            <rect width="14" height="9" className="fill-window" />
          </svg>
          the 7 days that Meta looks at before a step
        </li>
      ) : null}
    </ul>
  );
}
