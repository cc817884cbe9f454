import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import type { IncidentDto } from "@/lib/contracts/incidents.ts";
import { IncidentState } from "./incident-state.tsx";
import { SeverityBadge } from "./severity-badge.tsx";

/** Incidents as a list: what, since when, who has it. */
export function IncidentRows({ incidents }: { incidents: readonly IncidentDto[] }) {
  return (
    <ul className="divide-line divide-y">
      {incidents.map((incident) => (
        <li
          key={incident.id}
          className="hover:bg-sunken relative grid grid-cols-[auto_1fr] gap-x-3 px-4 py-3"
        >
          <div className="pt-px">
            <SeverityBadge severity={incident.severity} />
          </div>
          <div className="min-w-0">
            <Link
              href={`/incidents/${incident.id}`}
              className="font-medium underline-offset-3 after:absolute after:inset-0 hover:underline"
            >
              {incident.title}
            </Link>
            <p className="text-ink-2 line-clamp-2">{incident.summary}</p>
            <p className="text-ink-3 mt-0.5 text-xs">
              Opened <Ago at={incident.openedAt} /> · <IncidentState incident={incident} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
