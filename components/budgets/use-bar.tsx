import { partText } from "./budget-labels.ts";

interface UseBarProps {
  used: number;
  /** Null: without a limit. */
  interval: readonly [number, number | null];
  burn: "none" | "slow" | "fast" | null;
}

const fills = { none: "bg-accent", slow: "bg-amber", fast: "bg-red" } as const;

/** How much of the budget is used, the whole as a mark, what chance leaves open as a line. The words below say the same. */
export function UseBar({ used, interval: [low, high], burn }: UseBarProps) {
  // A wide interval must not press the bar flat.
  const top = Math.max(1.25, used * 1.1, Math.min(high ?? Infinity, 2 * Math.max(used, 1)));
  const at = (part: number) => `${(100 * Math.min(Math.max(part, 0), top)) / top}%`;
  const from = Math.min(low, top);
  const to = Math.min(high ?? top, top);
  return (
    <div>
      <div aria-hidden="true" className="relative h-12">
        <div className="bg-sunken border-line absolute inset-x-0 top-5 h-4 overflow-hidden rounded-sm border">
          <div className={`h-full ${fills[burn ?? "none"]}`} style={{ width: at(used) }} />
        </div>
        <div className="bg-ink absolute top-4 h-6 w-0.5" style={{ left: at(1) }} />
        <div className="text-ink-3 absolute top-0 -translate-x-1/2 text-xs" style={{ left: at(1) }}>
          100 %
        </div>
        <div
          className="border-ink-2 absolute top-[2.625rem] h-1.5 border-x border-b"
          style={{ left: at(from), width: `${(100 * Math.max(0, to - from)) / top}%` }}
        />
      </div>
      <p className="mt-1 tabular-nums">
        <span className="text-lg font-semibold">{partText(used)}</span> used{" "}
        <span className="text-ink-3 text-sm">
          (95 % interval {partText(low)} to {high === null ? "no limit" : partText(high)})
        </span>
      </p>
    </div>
  );
}
