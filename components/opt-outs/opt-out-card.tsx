"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { durationText } from "@/components/clock/duration-text.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { insightQuery, type InsightScope } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { OptOutWatchDto, WatchedOptOut } from "@/lib/contracts/insights.ts";
import { optOutSentence } from "./opt-out-words.ts";

/** So many broken wishes are listed; the API has them all. */
const mostListed = 50;

export const optOutCardQuery = ({ from, to, source, phoneNumberId }: InsightScope) =>
  insightQuery<OptOutWatchDto>(
    "/api/v1/opt-out-watch",
    async () => (await import("@/lib/contracts/insights.ts")).optOutWatchShape,
    { from, to, source, phoneNumberId, violations: "true", limit: String(mostListed) },
  );

/** Whether people who said stop were left alone, for the range and filters of the page. */
export function OptOutCard(scope: InsightScope) {
  const query = useQuery(optOutCardQuery(scope));
  return (
    <Card id="opt-outs" title="Opt-outs honoured">
      <Loaded query={query} what="The list of opt-outs" skeleton={<SkeletonRows rows={4} />}>
        {(watch) => (
          <Watch watch={watch} isFiltered={scope.source !== undefined || scope.phoneNumberId !== undefined} />
        )}
      </Loaded>
    </Card>
  );
}

function Watch({ watch, isFiltered }: { watch: OptOutWatchDto; isFiltered: boolean }) {
  const { summary } = watch;
  if (summary.optOuts === 0) {
    return (
      <EmptyState title="Nobody said stop in this range">
        {isFiltered
          ? "Take a filter away or choose a longer range to see others."
          : "Stops are read from webhooks, from 131050 refusals, from the API and from imports."}
      </EmptyState>
    );
  }
  if (summary.violated === 0) {
    return (
      <p className="max-w-prose">{optOutSentence(watch)} A confirmation within five minutes is allowed.</p>
    );
  }
  return (
    <div className="space-y-3">
      <Notice tone="red" title={optOutSentence(watch)}>
        <p>Hold these campaigns until their lists leave out everybody who said stop.</p>
      </Notice>
      <GroupTable summary={summary} />
      <Disclosure summary="Each case">
        <CaseTable cases={watch.data} />
        {watch.nextCursor === null ? null : (
          <p className="text-ink-3 mt-2 text-sm">
            The newest {watch.data.length} are listed. All of them: GET /api/v1/opt-out-watch?violations=true
          </p>
        )}
      </Disclosure>
      <p className="text-ink-3 max-w-prose text-sm">
        Counted is marketing later than five minutes after the stop, on the same number, until the person
        opted in again. Messages that Meta names as another kind are not against the wish.
      </p>
    </div>
  );
}

function GroupTable({ summary }: Pick<OptOutWatchDto, "summary">) {
  const rows = [
    ...summary.byCampaign.map(({ key, name, violated }) => ({
      ...{ what: "Campaign", key, name: name ?? "no campaign named", violated, optOuts: null },
    })),
    ...summary.bySource
      .filter(({ violated }) => violated > 0)
      .map(({ key, name, violated, optOuts }) => ({
        ...{ what: "Source", key, name: name ?? "no opt-in known", violated, optOuts },
      })),
  ];
  return (
    <Table label="People who got marketing after their stop, by campaign and by source">
      <HeadRow>
        <Th>From</Th>
        <Th>Kind</Th>
        <Th className="text-right">People</Th>
        <Th className="text-right">Of those who said stop</Th>
      </HeadRow>
      <TableBody>
        {rows.map(({ what, key, name, violated, optOuts }) => (
          <tr key={`${what} ${key ?? ""}`}>
            <RowHead>{name}</RowHead>
            <Td>{what}</Td>
            <Td className="text-right tabular-nums">{violated}</Td>
            <Td className="text-right tabular-nums">{optOuts ?? ""}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function CaseTable({ cases }: { cases: readonly WatchedOptOut[] }) {
  return (
    <Table label="Wishes to stop against which marketing was sent">
      <HeadRow>
        <Th>Said stop</Th>
        <Th>Case</Th>
        <Th className="text-right">Messages after</Th>
        <Th>Last one after</Th>
        <Th>Campaign</Th>
        <Th>Source</Th>
        <Th>Number</Th>
      </HeadRow>
      <TableBody>
        {cases.map((one) => (
          <tr key={one.id}>
            <RowHead className="whitespace-nowrap">
              <InstantText at={one.optedOutAt} />
            </RowHead>
            <Td className="font-mono text-xs">{one.id}</Td>
            <Td className="text-right tabular-nums">{one.violationCount}</Td>
            <Td className="whitespace-nowrap">
              {one.lastViolationAt === null
                ? ""
                : durationText(Date.parse(one.lastViolationAt) - Date.parse(one.optedOutAt), 2)}
            </Td>
            <Td>{one.lastCampaignName ?? "not named"}</Td>
            <Td>{one.sourceName ?? "not known"}</Td>
            <Td>
              <Link href={`/phone-numbers/${one.phoneNumberId}`} className="link hit tabular-nums">
                {one.phoneNumberId}
              </Link>
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
