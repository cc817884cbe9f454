"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import type { IncidentDto } from "@/lib/contracts/incidents.ts";
import { acknowledgeIncident } from "./queries.ts";

interface IncidentActionsProps {
  incident: IncidentDto;
  isResolving: boolean;
  onResolving: (isResolving: boolean) => void;
}

/** Take it, or close it. Hidden from roles that may do neither. */
export function IncidentActions({ incident, isResolving, onResolving }: IncidentActionsProps) {
  const mayAct = useCan("incidents.act");
  const client = useQueryClient();
  const acknowledge = useMutation({
    mutationFn: () => acknowledgeIncident(incident.id),
    onSettled: () => client.invalidateQueries({ queryKey: ["incidents"] }),
  });
  const mayAcknowledge = mayAct && incident.state === "open" && !acknowledge.isPending;
  useShortcut("a", mayAcknowledge ? () => acknowledge.mutate() : null);
  if (!mayAct || incident.state === "resolved") return null;
  return (
    <div className="flex flex-col items-end gap-2">
      <div className="flex flex-wrap gap-2">
        {incident.state === "open" ? (
          <Button
            variant="primary"
            aria-keyshortcuts="a"
            pending={acknowledge.isPending}
            pendingText="Acknowledging…"
            onClick={() => acknowledge.mutate()}
          >
            Acknowledge
            <kbd
              aria-hidden="true"
              className="rounded border border-current px-1 text-[10px] opacity-80 max-sm:hidden"
            >
              a
            </kbd>
          </Button>
        ) : null}
        <Button aria-expanded={isResolving} onClick={() => onResolving(!isResolving)}>
          Resolve…
        </Button>
      </div>
      <FormProblem error={acknowledge.error} />
    </div>
  );
}
