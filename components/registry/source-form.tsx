"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { createOptInSource } from "./queries.ts";

const fields = ["key", "name", "activationMethodId"];

export function SourceForm({ methods }: { methods: readonly ActivationMethodDto[] }) {
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createOptInSource,
    onSuccess: async () => {
      form.current?.reset();
      await client.invalidateQueries({ queryKey: ["opt-in-sources"] });
      await client.invalidateQueries({ queryKey: ["activation-methods"] });
    },
  });
  const form = useFocusFault(create.error);
  if (methods.length === 0)
    return <p className="text-ink-2">Add an activation method first: each source belongs to one.</p>;
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        if (create.isPending) return;
        create.mutate({
          key: formText(typed, "key") ?? "",
          name: formText(typed, "name") ?? "",
          activationMethodId: formText(typed, "activationMethodId") ?? "",
        });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          name="name"
          label="Name"
          required
          maxLength={120}
          placeholder="Checkout DE"
          fault={faultOf(create.error, "name")}
        />
        <TextField
          name="key"
          label="Key"
          required
          maxLength={80}
          autoCapitalize="off"
          spellCheck={false}
          placeholder="checkout-de"
          hint="Lower-case letters, digits, dot, dash, underscore."
          fault={faultOf(create.error, "key")}
        />
        <SelectField
          name="activationMethodId"
          label="Activation method"
          fault={faultOf(create.error, "activationMethodId")}
        >
          {methods.map((method) => (
            <option key={method.id} value={method.id}>
              {method.name}
            </option>
          ))}
        </SelectField>
      </div>
      <FormProblem error={create.error} fields={fields} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={create.isPending} pendingText="Adding…">
          Add the source
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {create.isSuccess ? `${create.data.name} was added.` : ""}
        </span>
      </div>
    </form>
  );
}
