"use client";

import { useQuery } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { webhookSetupQuery } from "@/components/connections/queries.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { CopyValue } from "@/components/ui/copy-value.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";
import { repollFields } from "@/lib/core/collection/webhook-fields.ts";
import { SubscribeWebhooks } from "./subscribe-webhooks.tsx";

/** What to paste into Meta's form, and whether anything has arrived since. */
export function WebhookSetup({ connection }: { connection: ConnectionDto }) {
  const query = useQuery(webhookSetupQuery(connection.id));
  return (
    <Loaded query={query} what="The webhook values" skeleton={<SkeletonRows rows={2} />}>
      {(setup) => (
        <div className="max-w-3xl space-y-3">
          <p className="text-ink-2">
            In Meta&apos;s App Dashboard, under WhatsApp, Configuration, choose Edit beside Webhook and paste
            both values. Then subscribe to these fields: {repollFields.join(", ")}.
          </p>
          <CopyValue label="Callback URL" value={setup.callbackUrl} />
          <CopyValue label="Verify token" value={setup.verifyToken} />
          {connection.hasAppSecret ? (
            <SubscribeWebhooks connection={connection} />
          ) : (
            <p className="text-amber-ink">
              No app secret is stored, so signatures cannot be checked and webhooks are refused. Add it above.
            </p>
          )}
          <p role="status" className="text-sm">
            {connection.webhooks.lastReceivedAt === null ? (
              "No webhook has arrived yet."
            ) : (
              <>
                {connection.webhooks.received} webhooks have arrived, the last one{" "}
                <Ago at={connection.webhooks.lastReceivedAt} />.
              </>
            )}
          </p>
        </div>
      )}
    </Loaded>
  );
}
