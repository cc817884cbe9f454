import { Ago } from "@/components/clock/ago.tsx";
import { Due } from "@/components/clock/due.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";
import { BudgetMeter } from "./budget-meter.tsx";

export function ConnectionFacts({ connection }: { connection: ConnectionDto }) {
  const { webhooks } = connection;
  return (
    <div className="grid gap-x-10 lg:grid-cols-2">
      <Facts>
        <Fact name="Last good poll">
          {connection.lastSuccessAt === null ? "none so far" : <Ago at={connection.lastSuccessAt} />}
        </Fact>
        <Fact
          name="Next poll"
          note={
            connection.skippedPolls === 0
              ? null
              : `${connection.skippedPolls} skipped: the poll before was still running`
          }
        >
          <NextPoll connection={connection} />
        </Fact>
        <Fact name="Call budget used">
          <BudgetMeter percent={connection.budgetUsedPercent} />
        </Fact>
        <Fact name="Phone numbers">{connection.numberCount}</Fact>
      </Facts>
      <Facts>
        <Fact
          name="Access token"
          note={connection.token === null ? null : scopesNote(connection.token.scopes)}
        >
          <TokenState token={connection.token} />
        </Fact>
        <Fact
          name="Webhooks received"
          note={
            webhooks.lastReceivedAt === null ? (
              "none so far: see Settings, Connections for the values to paste into Meta's form"
            ) : (
              <>
                last one <Ago at={webhooks.lastReceivedAt} />
              </>
            )
          }
        >
          {webhooks.received}
        </Fact>
        <Fact
          name="About unknown numbers"
          note={webhooks.orphaned === 0 ? null : "kept; about accounts that this connection does not read"}
        >
          {webhooks.orphaned}
        </Fact>
        <Fact name="Not understood">{webhooks.quarantined}</Fact>
      </Facts>
    </div>
  );
}

function NextPoll({ connection }: { connection: ConnectionDto }) {
  if (connection.state === "paused") return "paused";
  if (connection.state === "token-dead") return "stopped until the token is replaced";
  if (connection.nextPollAt === null) return "not planned";
  return (
    <>
      <Due at={connection.nextPollAt} />, every {durationText(connection.pollIntervalSeconds * 1000, 2)}
    </>
  );
}

function TokenState({ token }: { token: ConnectionDto["token"] }) {
  if (token === null) return <span className="text-ink-3">not checked yet</span>;
  if (!token.valid) return <span className="text-red-ink font-medium">■ refused by Meta</span>;
  if (token.expiresAt === null) return "valid, does not expire";
  return (
    <>
      valid, expires <Ago at={token.expiresAt} /> (<InstantText at={token.expiresAt} style="day" />)
    </>
  );
}

function scopesNote(scopes: readonly string[]): string {
  return scopes.length === 0 ? "no permissions listed" : `may: ${scopes.join(", ")}`;
}
