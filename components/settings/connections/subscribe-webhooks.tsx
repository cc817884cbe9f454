"use client";

import { useMutation } from "@tanstack/react-query";
import { subscribeWebhooks } from "@/components/connections/queries.ts";
import { Button } from "@/components/ui/button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";

/** The last step of the set-up: Meta's form alone brings no webhooks, each account must be subscribed too. */
export function SubscribeWebhooks({ connection }: { connection: ConnectionDto }) {
  const subscribe = useMutation({ mutationFn: () => subscribeWebhooks(connection.id) });
  return (
    <div className="space-y-2">
      <p className="text-ink-2">
        Once Meta&apos;s form is saved, subscribe the app to the accounts: without it Meta sends nothing.
      </p>
      <Button pending={subscribe.isPending} pendingText="Asking Meta…" onClick={() => subscribe.mutate()}>
        Subscribe the app to{" "}
        {connection.wabas.length === 1 ? "the account" : `${connection.wabas.length} accounts`}
      </Button>
      <FormProblem error={subscribe.error} />
      <div role="status">
        <ul className="space-y-1 text-sm">
          {subscribe.data?.wabas.map((waba) => (
            <li key={waba.id} className={waba.subscribed ? "" : "text-red-ink"}>
              {waba.subscribed ? "✓ " : "■ "}
              {waba.name ?? waba.id}:{" "}
              {waba.error === null ? "subscribed" : `${waba.error.message} ${waba.error.action}`}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
