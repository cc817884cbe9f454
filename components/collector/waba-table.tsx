import { Ago } from "@/components/clock/ago.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ConnectionDto } from "@/lib/contracts/connections.ts";

type Waba = ConnectionDto["wabas"][number];

/** The accounts that polls find, lost ones first. */
export function WabaTable({ wabas }: { wabas: readonly Waba[] }) {
  if (wabas.length === 0) return <EmptyState title="No WhatsApp account found so far" />;
  const sorted = wabas.toSorted((a, b) => Number(b.state === "lost") - Number(a.state === "lost"));
  return (
    <Table label="WhatsApp accounts">
      <HeadRow>
        <Th>Account</Th>
        <Th>State</Th>
        <Th className="text-right">Numbers</Th>
        <Th>Last read</Th>
      </HeadRow>
      <TableBody>
        {sorted.map((waba) => (
          <tr key={waba.id}>
            <RowHead>
              {waba.name ?? "no name"}
              <div className="text-ink-3 font-mono text-xs font-normal">{waba.id}</div>
            </RowHead>
            <Td className="min-w-56">
              <WabaState waba={waba} />
            </Td>
            <Td className="text-right tabular-nums">{waba.numberCount}</Td>
            <Td className="whitespace-nowrap">
              {waba.lastPolledAt === null ? "never" : <Ago at={waba.lastPolledAt} />}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function WabaState({ waba }: { waba: Waba }) {
  return (
    <>
      {waba.state === "lost" ? (
        <span className="text-red-ink font-medium">■ lost{waba.lostSince === null ? null : " "}</span>
      ) : waba.error === null ? (
        "visible"
      ) : (
        <span className="text-amber-ink font-medium">▲ visible, with trouble</span>
      )}
      {waba.state === "lost" && waba.lostSince !== null ? <Ago at={waba.lostSince} /> : null}
      {waba.error === null ? null : (
        <p className="text-ink-2 text-sm">
          {waba.error.message} {waba.error.action}
        </p>
      )}
    </>
  );
}
