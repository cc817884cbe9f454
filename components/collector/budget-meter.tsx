/** From these shares on, the collector leaves out every second slot, and then all but one an hour. */
const slowAt = 80;
const nearlyStopAt = 95;

/** Use of Meta's hourly call budget. Null until Meta has said it. */
export function BudgetMeter({ percent }: { percent: number | null }) {
  if (percent === null) return <span className="text-ink-3">not stated by Meta yet</span>;
  const tone = percent >= nearlyStopAt ? "fill-red" : percent >= slowAt ? "fill-amber" : "fill-accent";
  const words =
    percent >= nearlyStopAt ? "polling once an hour" : percent >= slowAt ? "polling at half pace" : null;
  const width = `${Math.min(100, Math.max(0, percent))}%`;
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <svg
        width="120"
        height="8"
        role="img"
        aria-label={`${percent} % of the call budget used`}
        className="overflow-hidden rounded-full"
      >
        <rect width="100%" height="8" className="fill-line" />
        <rect width={width} height="8" className={tone} />
        <rect x={`${slowAt}%`} width="1" height="8" className="fill-ink-3" />
      </svg>
      <span className="tabular-nums">
        {percent} %{words === null ? null : <span className="text-ink-2">, {words}</span>}
      </span>
    </span>
  );
}
