import { Ago } from "@/components/clock/ago.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";

/** The last error in plain words, with what to do. */
export function ConnectionTrouble({ connection }: { connection: CollectorConnection }) {
  const { lastError, errorSince, state } = connection;
  return (
    <>
      {state === "token-dead" && lastError === null ? (
        <Notice tone="red" title="Meta refuses the access token; polling has stopped.">
          <p>Replace the token under Settings, Connections.</p>
        </Notice>
      ) : null}
      {state === "paused" ? (
        <Notice title="Polling is paused.">
          <p>No rating change is noticed until it goes on. Webhooks are still stored.</p>
        </Notice>
      ) : null}
      {lastError === null ? null : (
        <Notice tone={state === "token-dead" ? "red" : "amber"} title={lastError.message}>
          <p>{lastError.action}</p>
          <p className="text-sm">
            {errorSince === null ? null : (
              <>
                For <HeldFor since={errorSince} />.{" "}
              </>
            )}
            {connection.lastSuccessAt === null ? (
              "No poll has succeeded so far."
            ) : (
              <>
                The last good poll was <Ago at={connection.lastSuccessAt} />.
              </>
            )}
            {connection.consecutiveFailures < 2
              ? null
              : ` ${connection.consecutiveFailures} rounds in a row failed.`}
            {lastError.traceId === null ? null : ` Meta's trace id: ${lastError.traceId}.`}
          </p>
        </Notice>
      )}
    </>
  );
}
