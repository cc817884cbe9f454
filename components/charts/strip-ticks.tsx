import { percent } from "./strip-geometry.ts";
import type { TimeTick } from "./time-ticks.ts";

/** The time axis of a strip: short lines from `top` on and their labels; every second one is left out on a phone. */
export function StripTicks({ ticks, top }: { ticks: readonly TimeTick[]; top: number }) {
  return ticks.map((tick, index) => (
    <g
      key={tick.ms}
      className={`fill-ink-3 text-[11px] tabular-nums ${index % 2 === 1 ? "max-sm:hidden" : ""}`}
    >
      <line
        x1={percent(tick.at)}
        x2={percent(tick.at)}
        y1={top}
        y2={top + 4}
        className="stroke-line-strong"
      />
      <text
        x={percent(tick.at)}
        y={top + 16}
        textAnchor={tick.at < 0.04 ? "start" : tick.at > 0.96 ? "end" : "middle"}
      >
        {tick.label}
      </text>
    </g>
  ));
}
