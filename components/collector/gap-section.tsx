"use client";

import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { timeTicks } from "@/components/charts/time-ticks.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorConnection, CollectorDto, CollectorGap } from "@/lib/contracts/collector.ts";
import { gapBars, gapLength } from "./gap-bars.ts";
import { GapStrip } from "./gap-strip.tsx";

const ticksShown = 6;

/** When nobody looked, of the last 30 days: a strip for each connection, and the same as a table. */
export function GapSection({
  collector,
  connections,
}: {
  collector: CollectorDto;
  connections: readonly CollectorConnection[];
}) {
  const timeZone = useTimeZone();
  const range = { fromMs: Date.parse(collector.gaps.from), toMs: Date.parse(collector.asOf) };
  const ticks = timeTicks(range, timeZone, ticksShown);
  return (
    <Card id="gaps" title="Gaps, last 30 days" aside={<AsOf at={collector.asOf} />}>
      <div className="space-y-4">
        {connections.map((connection) => {
          const gaps = collector.gaps.data.filter(({ connectionId }) => connectionId === connection.id);
          const bars = gapBars(gaps, connection.watchedSince, range);
          const words =
            gaps.length === 0
              ? "no gap"
              : `${gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`}, ${durationText(gapLength(bars), 2)} in all`;
          return (
            <div key={connection.id}>
              <p className="mb-1 flex flex-wrap justify-between gap-x-4">
                <span className="font-medium">{connection.name}</span>
                <span className="text-ink-2 text-sm">{words}</span>
              </p>
              <GapStrip name={connection.name} words={words} bars={bars} ticks={ticks} />
              {gaps.length === 0 ? null : (
                <Disclosure summary="Show as a table">
                  <GapTable name={connection.name} gaps={gaps} />
                </Disclosure>
              )}
            </div>
          );
        })}
        <Legend />
        {collector.gaps.total > collector.gaps.data.length ? (
          <p className="text-ink-3 text-xs">
            The newest {collector.gaps.data.length} of {collector.gaps.total} gaps are drawn.
          </p>
        ) : null}
      </div>
    </Card>
  );
}

function GapTable({ name, gaps }: { name: string; gaps: readonly CollectorGap[] }) {
  return (
    <div className="border-line rounded-md border">
      <Table label={`Gaps of ${name}`}>
        <HeadRow>
          <Th>From</Th>
          <Th>To</Th>
          <Th>Length</Th>
          <Th className="text-right">Accounts</Th>
        </HeadRow>
        <TableBody>
          {gaps.map((gap) => (
            <tr key={gap.from}>
              <RowHead className="font-normal whitespace-nowrap">
                <InstantText at={gap.from} />
              </RowHead>
              <Td className="whitespace-nowrap">
                {gap.to === null ? (
                  <span className="text-amber-ink font-medium">▲ still lasts</span>
                ) : (
                  <InstantText at={gap.to} />
                )}
              </Td>
              <Td className="whitespace-nowrap">
                {gap.to === null ? "" : durationText(Date.parse(gap.to) - Date.parse(gap.from), 2)}
              </Td>
              <Td className="text-right tabular-nums">{gap.wabas}</Td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Legend() {
  return (
    <p className="text-ink-3 text-xs">
      Hatched: at least one account was not read for longer than two missed polls, so its values in that time
      are not known. Dashed: before the connection was made.
    </p>
  );
}
