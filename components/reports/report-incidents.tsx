import { durationText } from "@/components/clock/duration-text.ts";
import type { WeeklyReportDto } from "@/lib/contracts/reports.ts";

/** The week's incidents in four figures. */
export function ReportIncidents({ incidents }: { incidents: WeeklyReportDto["incidents"] }) {
  const { medianMinutesToAcknowledge: median, acknowledged } = incidents;
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
      <Figure name="Opened" value={String(incidents.opened)} />
      <Figure name="Resolved" value={String(incidents.resolved)} />
      <Figure name="Still open" value={String(incidents.stillOpen)} />
      <Figure
        name="Until acknowledged"
        value={median === null ? "–" : durationText(median * 60_000)}
        note={median === null ? "none was acknowledged" : `median of ${acknowledged}`}
      />
    </dl>
  );
}

function Figure({ name, value, note }: { name: string; value: string; note?: string }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-ink-3 text-xs">
        {name}
        {note === undefined ? null : `, ${note}`}
      </dt>
      <dd className="text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
    </div>
  );
}
