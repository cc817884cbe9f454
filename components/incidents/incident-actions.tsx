"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import type { IncidentDto } from "@/lib/contracts/incidents.ts";
import { acknowledgeIncident } from "./queries.ts";
import { ResolveForm } from "./resolve-form.tsx";

/** Take it, or close it. Hidden from roles that may do neither. */
export function IncidentActions({ incident }: { incident: IncidentDto }) {
  const mayAct = useCan("incidents.act");
  const [isResolving, setIsResolving] = useState(false);
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
        <Button aria-expanded={isResolving} onClick={() => setIsResolving(!isResolving)}>
          Resolve…
        </Button>
      </div>
      <FormProblem error={acknowledge.error} />
      {isResolving ? <ResolveForm incidentId={incident.id} onCancel={() => setIsResolving(false)} /> : null}
    </div>
  );
}
