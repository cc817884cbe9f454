"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { Notice } from "@/components/ui/notice.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { updateOrganization } from "./queries.ts";

const fields = ["smallGroupSize"];

/** How small a group may be before its figures say something about single people. */
export function SmallGroupForm({ size }: { size: number }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: updateOrganization,
    onSuccess: () => client.invalidateQueries(),
  });
  const form = useFocusFault(change.error);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-md space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (change.isPending) return;
        const typed = formText(new FormData(event.currentTarget), "smallGroupSize");
        change.mutate({ smallGroupSize: Number(typed ?? Number.NaN) });
      }}
    >
      <TextField
        key={size}
        name="smallGroupSize"
        label="Smallest group that is shown"
        type="number"
        min={1}
        max={1000}
        step={1}
        defaultValue={size}
        hint="Exposures. Figures of smaller groups are left out of pages, the API and exports; the totals beside them leave them out too. 1 shows everything."
        fault={faultOf(change.error, "smallGroupSize")}
      />
      <Button type="submit" variant="primary" pending={change.isPending} pendingText="Saving…">
        Save
      </Button>
      <FormProblem error={change.error} fields={fields} />
      {change.isSuccess ? <Notice live title="Saved. It holds for everybody from now on." /> : null}
    </form>
  );
}
