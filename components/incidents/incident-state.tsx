import { Ago } from "@/components/clock/ago.tsx";
import type { IncidentDto } from "@/lib/contracts/incidents.ts";

/** Where an incident stands, who holds it and since when. */
export function IncidentState({ incident }: { incident: IncidentDto }) {
  switch (incident.state) {
    case "open":
      return <span className="text-ink font-semibold">Open, nobody has it yet</span>;
    case "acknowledged":
      return (
        <span>
          Acknowledged by {incident.acknowledgedBy ?? "somebody"}
          {incident.acknowledgedAt === null ? null : (
            <>
              {" "}
              <Ago at={incident.acknowledgedAt} />
            </>
          )}
        </span>
      );
    case "resolved":
      return (
        <span className="text-ink-3">
          {incident.resolvedBy === null ? "Resolved by itself" : `Resolved by ${incident.resolvedBy}`}
          {incident.resolvedAt === null ? null : (
            <>
              {" "}
              <Ago at={incident.resolvedAt} />
            </>
          )}
        </span>
      );
  }
}
