"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createConnection } from "@/components/connections/queries.ts";
import { Button } from "@/components/ui/button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { TextAreaField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SecretField } from "@/components/ui/secret-field.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { readConnectForm } from "./read-connect-form.ts";

const fields = [
  "name",
  "businessId",
  "wabaIds",
  "accessToken",
  "appId",
  "appSecret",
  "verifyToken",
  "pollIntervalSeconds",
];

/** `onConnected` is told the new connection's id. */
export function ConnectForm({ onConnected }: { onConnected: (id: string) => void }) {
  const client = useQueryClient();
  const connect = useMutation({
    mutationFn: createConnection,
    onSuccess: (connection) => {
      form.current?.reset();
      onConnected(connection.id);
      return client.invalidateQueries();
    },
  });
  const form = useFocusFault(connect.error);
  const fault = (field: string) => faultOf(connect.error, field);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!connect.isPending) connect.mutate(readConnectForm(new FormData(event.currentTarget)));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          name="name"
          label="Name"
          required
          maxLength={80}
          placeholder="Our shops"
          hint="How it is called here."
          fault={fault("name")}
        />
        <SecretField
          name="accessToken"
          label="Access token"
          required
          hint="Of a system user, with whatsapp_business_management. Stored encrypted, never shown again."
          fault={fault("accessToken")}
        />
        <TextField
          name="businessId"
          label="Business portfolio id"
          inputMode="numeric"
          placeholder="204718350099121"
          hint="Finds all of its WhatsApp accounts. In Meta Business Settings, Business info."
          fault={fault("businessId")}
        />
        <TextAreaField
          name="wabaIds"
          label="or WhatsApp account ids"
          rows={2}
          hint="Only these accounts. Separate them with commas or line breaks."
          fault={fault("wabaIds")}
        />
      </div>
      <Disclosure summary="Webhooks and pace (can be added later)">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="appId"
            label="Meta app id"
            inputMode="numeric"
            hint="Lets the token's expiry be checked."
            fault={fault("appId")}
          />
          <SecretField
            name="appSecret"
            label="App secret"
            hint="Proves that webhooks come from Meta."
            fault={fault("appSecret")}
          />
          <SecretField
            name="verifyToken"
            label="Webhook verify token"
            hint="Made for you when left empty."
            fault={fault("verifyToken")}
          />
          <TextField
            name="pollIntervalSeconds"
            label="Seconds between polls"
            type="number"
            min={1}
            max={86_400}
            placeholder="600"
            fault={fault("pollIntervalSeconds")}
          />
        </div>
      </Disclosure>
      <FormProblem error={connect.error} fields={fields} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={connect.isPending} pendingText="Asking Meta…">
          Connect
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {connect.isSuccess ? `${connect.data.name} is connected; its first poll begins now.` : ""}
        </span>
      </div>
    </form>
  );
}
