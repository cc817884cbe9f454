"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { removeConnection, updateConnection } from "@/components/connections/queries.ts";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";
import { SecretsForm } from "./secrets-form.tsx";
import { WebhookSetup } from "./webhook-setup.tsx";

const managers: Readonly<Record<ConnectionDto["managedBy"], string | null>> = {
  person: null,
  environment: "set by environment variables",
  sandbox: "simulated",
};

export function ConnectionRow({ connection, isNew }: { connection: ConnectionDto; isNew: boolean }) {
  const managed = managers[connection.managedBy];
  return (
    <li className="space-y-3 px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <p className="font-medium">
            {connection.name}{" "}
            <span className="text-ink-3 font-normal">{managed === null ? null : `(${managed})`}</span>
          </p>
          <p className="text-ink-3 text-sm">
            <StateWords connection={connection} /> · {connection.numberCount} numbers ·{" "}
            {connection.apiVersion}{" "}
            <FreshnessChip freshness={connection.freshness} readAt={connection.lastSuccessAt} />
          </p>
        </div>
        <RowActions connection={connection} />
      </div>
      {connection.lastError === null ? null : (
        <Notice
          tone={connection.state === "token-dead" ? "red" : "amber"}
          title={connection.lastError.message}
        >
          <p>{connection.lastError.action}</p>
        </Notice>
      )}
      {connection.managedBy === "person" ? (
        <Disclosure summary="Replace the token or the app secret" open={connection.state === "token-dead"}>
          <SecretsForm connection={connection} />
        </Disclosure>
      ) : null}
      {connection.kind === "meta" ? (
        <Disclosure summary="Webhook set-up" open={isNew}>
          <WebhookSetup connection={connection} />
        </Disclosure>
      ) : null}
    </li>
  );
}

function StateWords({ connection }: { connection: ConnectionDto }) {
  switch (connection.state) {
    case "paused":
      return "paused";
    case "token-dead":
      return <span className="text-red-ink font-medium">■ token refused, polling stopped</span>;
    case "active":
      return connection.lastSuccessAt === null ? (
        "no poll has succeeded yet"
      ) : (
        <>
          last good poll <Ago at={connection.lastSuccessAt} />
        </>
      );
  }
}

function RowActions({ connection }: { connection: ConnectionDto }) {
  const client = useQueryClient();
  const isPaused = connection.state === "paused";
  const pause = useMutation({
    mutationFn: () => updateConnection(connection.id, { state: isPaused ? "active" : "paused" }),
    onSettled: () => client.invalidateQueries({ queryKey: ["connections"] }),
  });
  const remove = useMutation({
    mutationFn: () => removeConnection(connection.id),
    onSettled: () => client.invalidateQueries(),
  });
  if (connection.managedBy === "sandbox") return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {connection.state === "token-dead" ? null : (
        <Button pending={pause.isPending} onClick={() => pause.mutate()}>
          {isPaused ? "Go on polling" : "Pause"}
          <span className="sr-only">: {connection.name}</span>
        </Button>
      )}
      {connection.managedBy === "person" ? (
        <ConfirmButton
          label="Remove"
          about={connection.name}
          question={`Remove ${connection.name}?`}
          confirmLabel="Remove"
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        >
          <p>
            Its numbers are no longer read and its secrets are erased; the history stays. Connecting again
            needs the token again.
          </p>
        </ConfirmButton>
      ) : null}
      <FormProblem error={pause.error ?? remove.error} />
    </div>
  );
}
