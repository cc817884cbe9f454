import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import type { IncidentEventDto } from "@/lib/contracts/incidents.ts";

const names: Readonly<Record<IncidentEventDto["kind"], string>> = {
  opened: "Opened",
  worsened: "Worsened",
  improved: "Improved",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
  notified: "People told",
  undelivered: "Could not be delivered",
  hold: "Hold",
};

const dots: Readonly<Record<IncidentEventDto["kind"], string>> = {
  opened: "fill-ink",
  worsened: "fill-red",
  improved: "fill-green",
  acknowledged: "fill-accent",
  resolved: "fill-green",
  notified: "fill-surface stroke-ink-3",
  undelivered: "fill-surface stroke-red",
  hold: "fill-surface stroke-accent",
};

/** What happened in order, oldest first. */
export function IncidentTimeline({ events }: { events: readonly IncidentEventDto[] }) {
  return (
    <ol className="border-line ml-1.5 border-l">
      {events.map((event) => (
        <li key={event.id} className="relative pb-4 pl-5 last:pb-0">
          <svg
            width="13"
            height="13"
            viewBox="-6.5 -6.5 13 13"
            aria-hidden="true"
            className="absolute top-1 -left-[7px]"
          >
            <circle r="5" strokeWidth="2" className={dots[event.kind]} />
          </svg>
          <p>
            <span className="font-medium">{names[event.kind]}</span>
            {event.actorName === null ? null : ` by ${event.actorName}`}
            <span className="text-ink-3 text-xs">
              {" "}
              <Ago at={event.occurredAt} />, <InstantText at={event.occurredAt} />
            </span>
          </p>
          <p className="text-ink-2">{event.text}</p>
        </li>
      ))}
    </ol>
  );
}
