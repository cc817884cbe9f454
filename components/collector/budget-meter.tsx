import { useId } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Due } from "@/components/clock/due.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { levelOfPercent } from "@/lib/core/collection/call-budget.ts";

/** Where the collector changes its pace. */
const marks = [60, 80, 95];
const fills = {
  normal: "fill-accent",
  slow: "fill-accent",
  essential: "fill-amber",
  stop: "fill-red",
} as const;
const markNames = "slower from 60 %, only what is essential from 80 %, nothing from 95 %";

/** Use of Meta's hourly call budget: a bar with the points at which the pace changes, and what that means in words. */
export function BudgetMeter({ budget }: { budget: CollectorConnection["budget"] }) {
  const { percent, words, readAt, waitingUntil } = budget;
  const hatchId = useId();
  const shown = percent === null ? null : Math.min(100, Math.max(0, percent));
  const said = percent === null ? "not known" : `${percent} %`;
  return (
    <div className="max-w-md space-y-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium tabular-nums">{said}</span>
        {readAt === null ? null : (
          <span className="text-ink-3 text-xs">
            said by Meta <Ago at={readAt} />
          </span>
        )}
      </div>
      <svg
        {...(shown === null
          ? { role: "img", "aria-label": "Call budget used: not known" }
          : {
              role: "meter",
              "aria-label": "Call budget used",
              "aria-valuemin": 0,
              "aria-valuemax": 100,
              "aria-valuenow": shown,
              "aria-valuetext": `${said}. Pace: ${markNames}.`,
            })}
        width="100%"
        height="14"
        className="block"
      >
        <title>{`Pace: ${markNames}`}</title>
        <defs>
          <pattern
            id={hatchId}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="6" className="stroke-hatch" strokeWidth="1.6" />
          </pattern>
        </defs>
        <rect width="100%" height="10" rx="2" className="fill-line" />
        {shown === null ? (
          <rect width="100%" height="10" rx="2" fill={`url(#${hatchId})`} />
        ) : (
          <rect width={`${shown}%`} height="10" rx="2" className={fills[levelOfPercent(shown)]} />
        )}
        {marks.map((mark) => (
          <line key={mark} x1={`${mark}%`} x2={`${mark}%`} y1="0" y2="14" className="stroke-line-strong" />
        ))}
      </svg>
      <p className="text-ink-2 text-sm">
        {words}
        {waitingUntil === null ? null : (
          <>
            {" "}
            Next call <Due at={waitingUntil} />.
          </>
        )}
      </p>
    </div>
  );
}
