"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { TextAreaField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { resolveIncident } from "./queries.ts";

/** Closes an incident, with a sentence for whoever reads it later. */
export function ResolveForm({ incidentId, onDone }: { incidentId: string; onDone: () => void }) {
  const client = useQueryClient();
  const resolve = useMutation({
    mutationFn: (comment: string) => resolveIncident(incidentId, comment),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ["incidents"] }),
  });
  return (
    <form
      className="border-line bg-sunken mb-4 max-w-prose space-y-3 rounded-md border p-3"
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
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" pending={resolve.isPending} pendingText="Resolving…">
          Resolve
        </Button>
      </div>
    </form>
  );
}
