import Link from "next/link";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { LaunchGuardDto } from "@/lib/contracts/launch-guards.ts";
import { countText, intervalText, timesText } from "./guard-labels.ts";
import { VerdictBadge } from "./verdict-badge.tsx";

/** The sources of a method, each held against the rest of it and the others: one may be bad in a good method. */
export function PartTable({ parts }: { parts: readonly LaunchGuardDto[] }) {
  return (
    <div>
      <h3 className="mb-1 text-sm font-semibold">By source</h3>
      <Table label="Verdicts by source">
        <HeadRow>
          <Th>Source</Th>
          <Th>Verdict</Th>
          <Th className="text-right">Against others</Th>
          <Th className="text-right max-sm:hidden">Messages</Th>
          <Th className="text-right max-sm:hidden">Signals, usual</Th>
        </HeadRow>
        <TableBody>
          {parts.map((part) => (
            <tr key={part.id}>
              <RowHead>
                <Link href={`/sources/${encodeURIComponent(part.sourceId ?? "")}`} className="link hit">
                  {part.sourceName ?? part.name}
                </Link>
              </RowHead>
              <Td>
                <VerdictBadge verdict={part.verdict} />
              </Td>
              <Td className="text-right tabular-nums">
                {part.rateRatio === null || part.interval === null ? (
                  <span className="text-ink-3">not known</span>
                ) : (
                  <>
                    {timesText(part.rateRatio)}
                    <span className="text-ink-3 block text-sm">{intervalText(part.interval)}</span>
                  </>
                )}
              </Td>
              <Td className="text-right tabular-nums max-sm:hidden">
                {part.exposures === null ? "kept back" : countText(part.exposures)}
              </Td>
              <Td className="text-right tabular-nums max-sm:hidden">
                {part.signals === null || part.expected === null
                  ? "kept back"
                  : `${countText(part.signals)}, ${countText(part.expected)}`}
              </Td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
