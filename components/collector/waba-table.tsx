import { Ago } from "@/components/clock/ago.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorWaba } from "@/lib/contracts/collector.ts";

export function WabaTable({ label, wabas }: { label: string; wabas: readonly CollectorWaba[] }) {
  return (
    <Table label={label}>
      <HeadRow>
        <Th>Account</Th>
        <Th>State</Th>
        <Th>Webhooks</Th>
        <Th className="text-right">Numbers</Th>
        <Th>Last read</Th>
      </HeadRow>
      <TableBody>
        {wabas.map((waba) => (
          <tr key={waba.id}>
            <RowHead>
              {waba.name ?? "no name"}
              <div className="text-ink-3 font-mono text-xs font-normal">{waba.id}</div>
            </RowHead>
            <Td className="min-w-56">
              <WabaState waba={waba} />
            </Td>
            <Td className="min-w-44">
              <Webhooks waba={waba} />
            </Td>
            <Td className="text-right tabular-nums">
              {waba.numberCount}
              {waba.missingCount === 0 ? null : (
                <span className="text-amber-ink block text-sm">▲ {waba.missingCount} missing</span>
              )}
            </Td>
            <Td className="whitespace-nowrap">
              {waba.lastPolledAt === null ? "never" : <Ago at={waba.lastPolledAt} />}
              <div>
                <FreshnessChip freshness={waba.freshness} readAt={waba.lastPolledAt} />
              </div>
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function WabaState({ waba }: { waba: CollectorWaba }) {
  return (
    <>
      {waba.state === "lost" ? (
        <span className="text-red-ink font-medium">
          ■ lost {waba.lostSince === null ? null : <Ago at={waba.lostSince} />}
        </span>
      ) : (
        "visible"
      )}
      {waba.error === null ? null : (
        <p className="text-ink-2 text-sm">
          {waba.error.message} {waba.error.action}
        </p>
      )}
      {waba.restrictions.map((restriction) => (
        <p key={`${restriction.type} ${restriction.announcedAt ?? ""}`} className="text-amber-ink text-sm">
          ▲ {restriction.type}
          {restriction.until === null ? null : (
            <>
              {" "}
              until <InstantText at={restriction.until} />
            </>
          )}
        </p>
      ))}
      {waba.droppedFields.length === 0 ? null : (
        <p className="text-ink-2 text-sm">Refused by Meta: {waba.droppedFields.join(", ")}</p>
      )}
    </>
  );
}

function Webhooks({ waba }: { waba: CollectorWaba }) {
  return (
    <>
      <Subscription waba={waba} />
      <p className="text-ink-2 text-sm">
        {waba.webhookEvents === null ? "none seen in 7 days" : `${waba.webhookEvents} events in 7 days`}
        {waba.lastWebhookAt === null ? null : (
          <>
            , last <Ago at={waba.lastWebhookAt} />
          </>
        )}
      </p>
      {waba.unannouncedChanges === 0 ? null : (
        <p className="text-amber-ink text-sm">
          ▲ {waba.unannouncedChanges} {waba.unannouncedChanges === 1 ? "change was" : "changes were"} not
          announced
        </p>
      )}
    </>
  );
}

function Subscription({ waba }: { waba: CollectorWaba }) {
  if (waba.subscribed === null) return <span className="text-ink-3">not known yet</span>;
  const asked =
    waba.subscribedCheckedAt === null ? null : (
      <span className="text-ink-3 text-xs">
        {" "}
        asked <Ago at={waba.subscribedCheckedAt} />
      </span>
    );
  return waba.subscribed ? (
    <span>✓ switched on{asked}</span>
  ) : (
    <span className="text-amber-ink font-medium">▲ not switched on{asked}</span>
  );
}
