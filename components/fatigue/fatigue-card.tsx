"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { AsOf } from "@/components/clock/as-of.tsx";
import { insightQuery, type InsightScope } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { FatigueDto } from "@/lib/contracts/insights.ts";
import { bucketName, count, fatigueSentence, findingWords, many, perThousand } from "./fatigue-words.ts";

// The chart library is large: it is loaded after the figures are there.
const FatigueChart = dynamic(async () => (await import("./fatigue-chart.tsx")).FatigueChart, {
  ssr: false,
  loading: () => <div className="h-48" />,
});

export const fatigueCardQuery = ({ from, to, source, phoneNumberId }: InsightScope) =>
  insightQuery<FatigueDto>(
    "/api/v1/fatigue",
    async () => (await import("@/lib/contracts/insights.ts")).fatigueShape,
    { from, to, source, phoneNumberId },
  );

/** How many messages in a week are too many, for the range and filters of the page. */
export function FatigueCard(scope: InsightScope) {
  const query = useQuery(fatigueCardQuery(scope));
  return (
    <Card
      id="fatigue"
      title="Messages in 7 days and their harm"
      aside={typeof query.data?.countedAt === "string" ? <AsOf at={query.data.countedAt} /> : undefined}
    >
      <Loaded query={query} what="The fatigue curve" skeleton={<SkeletonRows rows={6} />}>
        {(curve) => (
          <Curve curve={curve} isFiltered={scope.source !== undefined || scope.phoneNumberId !== undefined} />
        )}
      </Loaded>
    </Card>
  );
}

function Curve({ curve, isFiltered }: { curve: FatigueDto; isFiltered: boolean }) {
  if (curve.suppressed) {
    return (
      <EmptyState title="Too few messages to show">
        There are fewer than {curve.smallGroupSize}. A longer range shows more.
      </EmptyState>
    );
  }
  if (curve.buckets.length === 0) {
    if (curve.waitingDays > 0) return <EmptyState title="Being counted">Come back in a minute.</EmptyState>;
    return (
      <EmptyState title="No message in this range">
        {isFiltered
          ? "Take a filter away or choose a longer range."
          : "Messages appear here once webhooks, the API or an import bring them with their receiver."}
      </EmptyState>
    );
  }
  return (
    <div className="space-y-3">
      <p className="max-w-prose">{fatigueSentence(curve)}</p>
      <p className="text-ink-3 text-sm">
        Blocks, reports, stops and suspected blocks per 1,000 messages, by how many messages the person had
        got in 7 days. Lines are 95 % intervals; one that touches the top goes on.
      </p>
      <FatigueChart buckets={curve.buckets} />
      <Disclosure summary="The same as a table">
        <BucketTable buckets={curve.buckets} />
      </Disclosure>
      <p className="text-ink-3 max-w-prose text-sm">
        From {many(curve.exposures ?? 0, "message")} and {many(curve.signals ?? 0, "signal")}. Erased people
        are left out.
        {curve.waitingDays === 0
          ? ""
          : ` ${many(curve.waitingDays, "day")} ${curve.waitingDays === 1 ? "is" : "are"} being counted again.`}{" "}
        It shows who was written to how often; it does not promise what a cap would change.
      </p>
    </div>
  );
}

function BucketTable({ buckets }: { buckets: FatigueDto["buckets"] }) {
  return (
    <Table label="Negative signals by messages received in 7 days">
      <HeadRow>
        <Th>Messages in 7 days</Th>
        <Th className="text-right">Sent</Th>
        <Th className="text-right">Signals</Th>
        <Th className="text-right">Per 1,000</Th>
        <Th className="text-right">95 % interval</Th>
        <Th>Against the first</Th>
      </HeadRow>
      <TableBody>
        {buckets.map((bucket) => (
          <tr key={bucket.messages}>
            <RowHead>{bucketName(bucket)}</RowHead>
            <Td className="text-right tabular-nums">{count(bucket.exposures)}</Td>
            <Td className="text-right tabular-nums">{count(bucket.signals)}</Td>
            <Td className="text-right tabular-nums">
              {bucket.rate === null ? "none sent" : perThousand(bucket.rate)}
            </Td>
            <Td className="text-right whitespace-nowrap tabular-nums">
              {bucket.interval === null ? "" : bucket.interval.map(perThousand).join(" to ")}
            </Td>
            <Td className="whitespace-nowrap">
              {bucket.ratio === null || bucket.finding === "base" ? "" : `${bucket.ratio.toFixed(1)} times, `}
              {findingWords[bucket.finding]}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
