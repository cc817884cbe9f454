"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RoleOptions } from "@/components/settings/role-options.tsx";
import { Button } from "@/components/ui/button.tsx";
import { SelectField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { ShownOnce } from "@/components/ui/shown-once.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { isRole } from "@/lib/core/access/rights.ts";
import { createApiKey } from "./queries.ts";

const dayMs = 86_400_000;
/** In the list of roles; becomes a role with the scope `ingest`. */
const sendsDataOnly = "sends-data-only";
const fields = ["name", "role", "scopes", "expiresAt"];

export function ApiKeyForm() {
  const [created, setCreated] = useState<{ name: string; key: string } | null>(null);
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createApiKey,
    onSuccess: (key) => {
      form.current?.reset();
      setCreated(key);
      return client.invalidateQueries({ queryKey: ["api-keys"] });
    },
  });
  const form = useFocusFault(create.error);
  return (
    <div className="space-y-4">
      <form
        ref={form}
        noValidate
        className="grid max-w-3xl items-start gap-4 sm:grid-cols-[1fr_1fr_1fr_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget);
          const role = formText(typed, "role") ?? "";
          const days = Number(formText(typed, "days") ?? "0");
          const sendsOnly = role === sendsDataOnly;
          if (create.isPending || !(sendsOnly || isRole(role))) return;
          create.mutate({
            name: formText(typed, "name") ?? "",
            ...(sendsOnly ? { role: "growth", scopes: ["ingest"] } : { role }),
            ...(days > 0 ? { expiresAt: new Date(Date.now() + days * dayMs).toISOString() } : {}),
          });
        }}
      >
        <TextField
          name="name"
          label="Name"
          required
          maxLength={80}
          placeholder="Grafana"
          fault={faultOf(create.error, "name")}
        />
        <SelectField
          name="role"
          label="May do"
          hint="What a person of that role may, or send opt-ins, messages and signals and read nothing."
          defaultValue="executive"
          fault={faultOf(create.error, "role")}
        >
          <option value={sendsDataOnly}>Sends data only</option>
          <RoleOptions />
        </SelectField>
        <SelectField
          name="days"
          label="Expires"
          defaultValue="365"
          fault={faultOf(create.error, "expiresAt")}
        >
          <option value="30">in 30 days</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
          <option value="0">never</option>
        </SelectField>
        <Button
          type="submit"
          variant="primary"
          pending={create.isPending}
          pendingText="Making…"
          className="sm:mt-6"
        >
          Make the key
        </Button>
      </form>
      <FormProblem error={create.error} fields={fields} />
      {created === null ? null : (
        <ShownOnce label={`Key ${created.name}`} value={created.key} onDone={() => setCreated(null)}>
          <p>Only its hash is stored: a lost key is replaced, not read again.</p>
        </ShownOnce>
      )}
    </div>
  );
}
