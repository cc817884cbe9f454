"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { SeverityField } from "@/components/settings/severity-field.tsx";
import { Button } from "@/components/ui/button.tsx";
import { SelectField, TextAreaField, TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SecretField } from "@/components/ui/secret-field.tsx";
import { useFocusFault } from "@/components/ui/use-focus-fault.ts";
import { readChannelForm, type ChannelKind } from "./read-channel-form.ts";
import { createChannel } from "./queries.ts";

const fields = ["kind", "name", "minSeverity", "to", "url", "secret"];

/** `onSecret` is told a signing secret that the server made. */
export function ChannelForm({ onSecret }: { onSecret: (secret: string | null) => void }) {
  const [kind, setKind] = useState<ChannelKind>("email");
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: createChannel,
    onSuccess: (channel) => {
      form.current?.reset();
      setKind("email");
      onSecret(channel.secret);
      return client.invalidateQueries({ queryKey: ["channels"] });
    },
  });
  const form = useFocusFault(create.error);
  const fault = (field: string) => faultOf(create.error, field);
  return (
    <form
      ref={form}
      noValidate
      className="max-w-3xl space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!create.isPending) create.mutate(readChannelForm(kind, new FormData(event.currentTarget)));
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField
          name="kind"
          label="Kind"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ChannelKind)}
          fault={fault("kind")}
        >
          <option value="email">E-mail</option>
          <option value="slack">Slack</option>
          <option value="webhook">Signed webhook</option>
        </SelectField>
        <TextField
          name="name"
          label="Name"
          required
          maxLength={80}
          placeholder="On-call"
          fault={fault("name")}
        />
        <SeverityField fault={fault("minSeverity")} />
      </div>
      <KindFields kind={kind} fault={fault} />
      <FormProblem error={create.error} fields={fields} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" pending={create.isPending} pendingText="Adding…">
          Add the channel
        </Button>
        <span role="status" className="text-ink-2 text-sm">
          {create.isSuccess ? `${create.data.name} was added. Send it a test.` : ""}
        </span>
      </div>
    </form>
  );
}

function KindFields({ kind, fault }: { kind: ChannelKind; fault: (field: string) => string | undefined }) {
  switch (kind) {
    case "email":
      return (
        <TextAreaField
          name="to"
          label="Addresses"
          rows={2}
          required
          placeholder="oncall@example.com"
          hint="Separate several with commas or line breaks."
          fault={fault("to")}
        />
      );
    case "slack":
      return (
        <SecretField
          name="url"
          label="Incoming webhook address"
          required
          placeholder="https://hooks.slack.com/services/…"
          hint="From Slack: Apps, Incoming Webhooks. Kept encrypted: whoever has it can post."
          fault={fault("url")}
        />
      );
    case "webhook":
      return (
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            name="url"
            type="url"
            label="Address"
            required
            placeholder="https://example.com/hooks/staygreen"
            fault={fault("url")}
          />
          <SecretField
            name="secret"
            label="Signing secret (optional)"
            placeholder="whsec_…"
            hint="Made for you when left empty, and shown once."
            fault={fault("secret")}
          />
        </div>
      );
  }
}
