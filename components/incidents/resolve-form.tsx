"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { TextAreaField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { resolveIncident } from "./queries.ts";

/** Closes an incident, with a sentence for whoever reads it later. */
export function ResolveForm({ incidentId, onCancel }: { incidentId: string; onCancel: () => void }) {
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: (comment: string) => resolveIncident(incidentId, comment),
    onSuccess: onCancel,
    onSettled: () => client.invalidateQueries({ queryKey: ["incidents"] }),
  });
  return (
    <form
      className="w-full min-w-64 space-y-3 text-left"
      onSubmit={(event) => {
        event.preventDefault();
        if (!resolve.isPending) resolve.mutate(formText(new FormData(event.currentTarget), "comment") ?? "");
      }}
    >
      <TextAreaField
        name="comment"
        label="What was done (optional)"
        maxLength={2000}
        autoFocus
        fault={faultOf(resolve.error, "comment")}
      />
      <FormProblem error={resolve.error} fields={["comment"]} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={resolve.isPending} pendingText="Resolving…">
          Resolve
        </Button>
      </div>
    </form>
  );
}
