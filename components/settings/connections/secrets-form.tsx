"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { updateConnection } from "@/components/connections/queries.ts";
import { Button } from "@/components/ui/button.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SecretField } from "@/components/ui/secret-field.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";

/** New secrets for a connection; an empty field keeps the old one. */
export function SecretsForm({ connection }: { connection: ConnectionDto }) {
  const client = useQueryClient();
  const replace = useMutation({
    mutationFn: (body: { accessToken?: string; appSecret?: string }) => updateConnection(connection.id, body),
    onSuccess: () => {
      form.current?.reset();
      return client.invalidateQueries({ queryKey: ["connections"] });
    },
  });
  const form = useFocusFault(replace.error);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        const accessToken = formText(typed, "accessToken");
        const appSecret = formText(typed, "appSecret");
        if (replace.isPending || (accessToken === undefined && appSecret === undefined)) return;
        replace.mutate({
          ...(accessToken === undefined ? {} : { accessToken }),
          ...(appSecret === undefined ? {} : { appSecret }),
        });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <SecretField
          name="accessToken"
          label="New access token"
          fault={faultOf(replace.error, "accessToken")}
        />
        <SecretField
          name="appSecret"
          label="New app secret"
          hint={connection.hasAppSecret ? "One is stored." : "None is stored: webhooks are refused."}
          fault={faultOf(replace.error, "appSecret")}
        />
      </div>
      <FormProblem error={replace.error} fields={["accessToken", "appSecret"]} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={replace.isPending} pendingText="Asking Meta…">
          Replace
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {replace.isSuccess ? "Replaced." : ""}
        </span>
      </div>
    </form>
  );
}
