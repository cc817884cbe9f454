import { Ago } from "@/components/clock/ago.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { PollRunDto } from "@/lib/contracts/connections.ts";

const triggers: Readonly<Record<PollRunDto["trigger"], string>> = {
  schedule: "schedule",
  manual: "by hand",
  webhook: "a webhook",
};

/** Rows shown before the rest is asked for. */
const shown = 6;

export function PollTable({ polls }: { polls: readonly PollRunDto[] }) {
  if (polls.length === 0) return <EmptyState title="No poll so far" />;
  return (
    <>
      <PollRows label="Last polls" polls={polls.slice(0, shown)} />
      {polls.length > shown ? (
        <div className="border-line border-t px-4 py-2">
          <Disclosure summary={`${polls.length - shown} earlier polls`}>
            <PollRows label="Earlier polls" polls={polls.slice(shown)} />
          </Disclosure>
        </div>
      ) : null}
    </>
  );
}

function PollRows({ label, polls }: { label: string; polls: readonly PollRunDto[] }) {
  return (
    <Table label={label}>
      <HeadRow>
        <Th>When</Th>
        <Th>Outcome</Th>
        <Th className="max-sm:hidden">Started by</Th>
        <Th className="text-right">Calls</Th>
        <Th className="text-right max-sm:hidden">Accounts</Th>
        <Th className="text-right">Numbers</Th>
        <Th className="text-right">Changes</Th>
        <Th className="text-right max-sm:hidden">Took</Th>
      </HeadRow>
      <TableBody>
        {polls.map((poll) => (
          <tr key={poll.id}>
            <RowHead className="font-normal whitespace-nowrap">
              <Ago at={poll.occurredAt} />
            </RowHead>
            <Td>
              <Outcome poll={poll} />
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">{triggers[poll.trigger]}</Td>
            <Td className="text-right tabular-nums">{poll.callCount}</Td>
            <Td className="text-right tabular-nums max-sm:hidden">{poll.wabaCount}</Td>
            <Td className="text-right tabular-nums">{poll.numberCount}</Td>
            <Td className="text-right tabular-nums">{poll.changeCount}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums max-sm:hidden">{tookText(poll)}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function progress({ startedAt, wabaCount }: PollRunDto): string {
  if (startedAt === null) return "waiting";
  return wabaCount === 0
    ? "running"
    : `running, ${wabaCount} ${wabaCount === 1 ? "account" : "accounts"} read`;
}

function Outcome({ poll }: { poll: PollRunDto }) {
  switch (poll.outcome) {
    case null:
      return <span className="text-ink-2">{progress(poll)}</span>;
    case "complete":
      return <span>✓ complete</span>;
    case "incomplete":
      return (
        <span className="text-amber-ink">
          ▲ incomplete
          <Why error={poll.error} />
        </span>
      );
    case "failed":
      return (
        <span className="text-red-ink">
          ■ failed
          <Why error={poll.error} />
        </span>
      );
  }
}

function Why({ error }: { error: PollRunDto["error"] }) {
  return error === null ? null : <span className="block min-w-48">{error.message}</span>;
}

function tookText({ startedAt, finishedAt }: PollRunDto): string {
  if (startedAt === null || finishedAt === null) return "–";
  const ms = Date.parse(finishedAt) - Date.parse(startedAt);
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}
