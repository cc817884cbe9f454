"use client";

import { useQuery } from "@tanstack/react-query";
import { AsOf } from "@/components/clock/as-of.tsx";
import { insightQuery, type InsightScope } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { SourceMixDto } from "@/lib/contracts/insights.ts";
import { driftSentence, percent, sourceName } from "./drift-words.ts";

export const driftCardQuery = ({ to }: InsightScope) =>
  insightQuery<SourceMixDto>(
    "/api/v1/source-mix",
    async () => (await import("@/lib/contracts/insights.ts")).sourceMixShape,
    { to },
  );

/** Whether new contacts come from other sources than before. Looks at the week that ends with the page's range. */
export function DriftCard(scope: InsightScope) {
  const query = useQuery(driftCardQuery(scope));
  return (
    <Card
      id="source-mix"
      title="Where new contacts come from"
      aside={typeof query.data?.countedAt === "string" ? <AsOf at={query.data.countedAt} /> : undefined}
    >
      <Loaded query={query} what="The source mix" skeleton={<SkeletonRows rows={4} />}>
        {(mix) => <Mix mix={mix} />}
      </Loaded>
    </Card>
  );
}

function Mix({ mix }: { mix: SourceMixDto }) {
  if (mix.verdict === "not-enough-data") {
    if (mix.current.contacts + mix.reference.contacts === 0) {
      return (
        <EmptyState title="No opt-in in these weeks">Opt-ins come in by the API or an import.</EmptyState>
      );
    }
    return <EmptyState title="Not enough data">{driftSentence(mix)}</EmptyState>;
  }
  const day = (instant: string) => instant.slice(0, 10);
  return (
    <div className="space-y-3">
      {mix.verdict === "shifted" ? (
        <Notice tone="amber" title={driftSentence(mix)} />
      ) : (
        <p className="max-w-prose">{driftSentence(mix)}</p>
      )}
      <SharesTable sources={mix.sources} />
      <p className="text-ink-3 max-w-prose text-sm">
        The 7 days to {day(mix.current.to)} ({mix.current.contacts.toLocaleString("en-US")} new contacts)
        against the {mix.reference.weeks} weeks before ({mix.reference.contacts.toLocaleString("en-US")}).
        Days of UTC; intervals are 95 %.
      </p>
    </div>
  );
}

/** Each source's share before and now: two bars over each other, and the figures beside them. */
function SharesTable({ sources }: Pick<SourceMixDto, "sources">) {
  return (
    <Table label="Shares of new contacts by source">
      <HeadRow>
        <Th>Source</Th>
        <Th>
          <span className="sr-only">Picture of both shares</span>
        </Th>
        <Th className="text-right">Before</Th>
        <Th className="text-right">Now</Th>
        <Th className="text-right">Change, points</Th>
      </HeadRow>
      <TableBody>
        {sources.map((source) => (
          <tr key={source.key ?? ""}>
            <RowHead>{sourceName(source)}</RowHead>
            <Td className="min-w-28">
              <div aria-hidden="true" className="space-y-0.5">
                <div
                  className="bg-line-strong h-1.5 rounded-full"
                  style={{ width: percentWidth(source.before) }}
                />
                <div className="bg-accent h-1.5 rounded-full" style={{ width: percentWidth(source.now) }} />
              </div>
            </Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{percent(source.before)}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{percent(source.now)}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums">
              {points(source.now - source.before)} ({source.interval.map(points).join(" to ")})
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

const percentWidth = (share: number) => `${Math.max(0.5, share * 100)}%`;

function points(difference: number): string {
  const value = Math.round(difference * 100);
  return value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : "0";
}
