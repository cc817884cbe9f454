import { Ago } from "@/components/clock/ago.tsx";
import { Due } from "@/components/clock/due.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";
import { BudgetMeter } from "./budget-meter.tsx";
import { TokenFact } from "./token-fact.tsx";

/** Pace, budget, token and clock of one connection. */
export function ConnectionFacts({ connection }: { connection: CollectorConnection }) {
  return (
    <div className="grid gap-x-10 lg:grid-cols-2">
      <Facts>
        <Fact name="Last good poll">
          {connection.lastSuccessAt === null ? "none so far" : <Ago at={connection.lastSuccessAt} />}
        </Fact>
        <Fact name="Next poll" note={skippedNote(connection.skippedPolls)}>
          <NextPoll connection={connection} />
        </Fact>
        <Fact name="Call budget used" note={unreadableNote(connection.unreadableUsageCount)}>
          <BudgetMeter budget={connection.budget} />
        </Fact>
      </Facts>
      <Facts>
        <TokenFact token={connection.token} />
        <Fact name="Phone numbers" note={numbersNote(connection.numberCounts)}>
          {connection.numberCounts.total === 0 && connection.lastSuccessAt === null ? (
            <span className="text-ink-3">none read so far</span>
          ) : (
            connection.numberCounts.total
          )}
        </Fact>
        <Fact name="Webhooks" note={subscriptionNote(connection.wabaCounts)}>
          <Subscriptions counts={connection.wabaCounts} />
        </Fact>
        <Fact name="Meta's clock">
          <ClockSkew connection={connection} />
        </Fact>
      </Facts>
    </div>
  );
}

function NextPoll({ connection }: { connection: CollectorConnection }) {
  if (connection.state === "paused") return "paused";
  if (connection.state === "token-dead") return "stopped until the token is replaced";
  if (connection.nextPollAt === null) return "not planned";
  return (
    <>
      <Due at={connection.nextPollAt} />, every {durationText(connection.pollIntervalSeconds * 1000, 2)}
    </>
  );
}

function Subscriptions({ counts }: { counts: CollectorConnection["wabaCounts"] }) {
  const visible = counts.subscribed + counts.notSubscribed + counts.subscriptionUnknown;
  if (visible === 0) return <span className="text-ink-3">no account is seen</span>;
  if (counts.notSubscribed > 0) {
    return (
      <span className="text-amber-ink font-medium">
        ▲ not switched on for {counts.notSubscribed} of {visible} accounts
      </span>
    );
  }
  if (counts.subscribed === 0) return <span className="text-ink-3">not checked yet</span>;
  return `switched on for ${counts.subscribed} of ${visible} accounts`;
}

function ClockSkew({ connection }: { connection: CollectorConnection }) {
  const { clockSkewSeconds: seconds, lastSuccessAt } = connection;
  if (seconds === null && lastSuccessAt === null) return <span className="text-ink-3">not known yet</span>;
  if (seconds === null) return "agrees with ours within a minute";
  return (
    <span className="text-amber-ink font-medium">
      ▲ {durationText(Math.abs(seconds) * 1000, 2)} {seconds > 0 ? "ahead of" : "behind"} ours; our own time
      is used
    </span>
  );
}

function skippedNote(count: number): string | null {
  return count === 0 ? null : `${count} skipped so far: the poll before was still running`;
}

function unreadableNote(count: number): string | null {
  return count === 0 ? null : `${count} of Meta's usage headers could not be read so far`;
}

function numbersNote(counts: CollectorConnection["numberCounts"]): string | null {
  const parts = [
    counts.amber > 0 ? `${counts.amber} late` : null,
    counts.red > 0 ? `${counts.red} stale` : null,
    counts.missing > 0 ? `${counts.missing} missing from Meta's lists` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(", ");
}

function subscriptionNote(counts: CollectorConnection["wabaCounts"]): string | null {
  if (counts.notSubscribed > 0) return "switch them on under Settings, Connections";
  return counts.subscribed > 0 && counts.subscriptionUnknown > 0
    ? `not checked yet for ${counts.subscriptionUnknown}`
    : null;
}
