"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { holdSettingsQuery, setHoldReceiver, testHoldReceiver } from "@/components/holding/queries.ts";
import { RegistryForm } from "@/components/registry/registry-form.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { formText } from "@/components/ui/form-text.ts";
import { SecretField } from "@/components/ui/secret-field.tsx";
import { ShownOnce } from "@/components/ui/shown-once.tsx";
import type { HoldSettingsDto, HoldTestDto } from "@/lib/contracts/holds.ts";

/** Where orders go, whether it accepted a dry run, and the form for another one. */
export function ReceiverForm({ settings, onChange }: { settings: HoldSettingsDto; onChange: () => void }) {
  const client = useQueryClient();
  const [secret, setSecret] = useState<string | null>(null);
  const test = useMutation({
    mutationFn: testHoldReceiver,
    onSettled: () => client.invalidateQueries({ queryKey: ["holding"] }),
  });
  const { target, dryRunAcceptedAt } = settings;
  const form = (
    <RegistryForm
      fields={["url", "secret"]}
      submitLabel={target === null ? "Use this receiver" : "Use this receiver instead"}
      pendingLabel="Saving…"
      send={async (typed) => {
        const given = formText(typed, "secret");
        const { secret: made, ...after } = await setHoldReceiver({
          url: formText(typed, "url") ?? "",
          ...(given === undefined || given === "" ? {} : { secret: given }),
        });
        setSecret(made);
        client.setQueryData(holdSettingsQuery.queryKey, after);
        onChange();
        return after;
      }}
      done={() => "Kept. Copy the secret, then send a dry run."}
    >
      {(fault) => (
        <>
          <TextField
            name="url"
            type="url"
            label="Address"
            required
            placeholder="https://sender.example.com/orders"
            hint="Of the system that sends your messages. Kept encrypted."
            fault={fault("url")}
          />
          <SecretField
            name="secret"
            label="Signing secret (optional)"
            placeholder="whsec_…"
            hint="Made for you when left empty, and shown once."
            fault={fault("secret")}
          />
        </>
      )}
    </RegistryForm>
  );
  return (
    <div className="space-y-4">
      {target === null ? null : (
        <>
          <Facts>
            <Fact name="Orders go to">
              <span className="break-all">{target}</span>
            </Fact>
            <Fact name="Accepted a dry run">
              {dryRunAcceptedAt === null ? "not yet" : <InstantText at={dryRunAcceptedAt} />}
            </Fact>
          </Facts>
          <div className="flex flex-wrap items-center gap-3">
            <Button pending={test.isPending} pendingText="Sending…" onClick={() => test.mutate()}>
              Send a dry run
            </Button>
            <span role="status" className="min-w-0 text-sm break-words">
              {test.data === undefined ? null : <Result {...test.data} />}
            </span>
          </div>
          <FormProblem error={test.error} />
        </>
      )}
      {secret === null ? null : (
        <ShownOnce label="Signing secret" value={secret} onDone={() => setSecret(null)}>
          <p>The receiver checks the webhook-signature header with it (Standard Webhooks).</p>
        </ShownOnce>
      )}
      {target === null ? form : <Disclosure summary="Another receiver">{form}</Disclosure>}
    </div>
  );
}

function Result({ outcome, detail }: HoldTestDto) {
  if (outcome === "accepted") return <span>✓ Accepted. {detail}</span>;
  return <span className="text-red-ink">■ Not accepted. {detail}</span>;
}
