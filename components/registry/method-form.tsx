"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { instantFromWallTime } from "@/components/clock/zone-offset.ts";
import { Button } from "@/components/ui/button.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { methodKinds, readMethodForm } from "./read-method-form.ts";
import { methodKindLabels } from "./method-kind-labels.ts";
import { createActivationMethod } from "./queries.ts";

const fields = ["name", "kind", "owner", "launchedAt"];

export function MethodForm() {
  const timeZone = useTimeZone();
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createActivationMethod,
    onSuccess: () => {
      form.current?.reset();
      return client.invalidateQueries({ queryKey: ["activation-methods"] });
    },
  });
  const form = useFocusFault(create.error);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        const launch = formText(typed, "launchedAt");
        const launchedAt =
          launch === undefined ? undefined : (instantFromWallTime(launch, timeZone) ?? launch);
        if (!create.isPending) create.mutate(readMethodForm(typed, launchedAt));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          required
          maxLength={120}
          placeholder="Checkout tick box"
          fault={faultOf(create.error, "name")}
        />
        <SelectField name="kind" label="Kind" fault={faultOf(create.error, "kind")}>
          {methodKinds.map((kind) => (
            <option key={kind} value={kind}>
              {methodKindLabels[kind]}
            </option>
          ))}
        </SelectField>
        <TextField
          name="owner"
          label="Owner (optional)"
          maxLength={120}
          hint="Who answers for it."
          fault={faultOf(create.error, "owner")}
        />
        <TextField
          name="launchedAt"
          type="datetime-local"
          label="Launch (optional)"
          hint={`In ${timeZone}. A past time means launched, a later one scheduled, none a draft.`}
          fault={faultOf(create.error, "launchedAt")}
        />
      </div>
      <FormProblem error={create.error} fields={fields} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={create.isPending} pendingText="Adding…">
          Add the method
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {create.isSuccess ? `${create.data.name} was added.` : ""}
        </span>
      </div>
    </form>
  );
}
