"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { InsightScope } from "@/components/data/insight-query.ts";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { countText, rangeText } from "@/components/figures/figure-words.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ConsentGap, ConsentGapsDto, ConsentGapsQuery } from "@/lib/contracts/declared.ts";
import { CountedNote } from "./counted-note.tsx";
import { messagesWords, percent } from "./declared-words.ts";
import { consentGapsQuery } from "./queries.ts";

type By = ConsentGapsQuery["by"];
const choices: readonly { value: By; label: string }[] = [
  { value: "campaign", label: "Campaigns" },
  { value: "template", label: "Templates" },
  { value: "phoneNumberId", label: "Numbers" },
];

/** Messages to people of whom no opt-in is known, and to people who had said stop, for the range of the page. */
export function ConsentGapsCard({ scope }: { scope: Pick<InsightScope, "from" | "to"> }) {
  const [by, setBy] = useState<By>("campaign");
  const query = useQuery(consentGapsQuery(by, scope));
  return (
    <Card
      id="consent-gaps"
      title="Sent without a known opt-in, or after a stop"
      actions={<Segmented label="Count by" options={choices} value={by} onChoose={setBy} />}
      flush
    >
      <Loaded query={query} what="Messages without an opt-in" skeleton={<SkeletonRows rows={4} />}>
        {(gaps) => <Gaps gaps={gaps} />}
      </Loaded>
    </Card>
  );
}

function Gaps({ gaps }: { gaps: ConsentGapsDto }) {
  const { total, data } = gaps;
  if (data.length === 0) {
    return (
      <EmptyState title="Nothing was sent in this range">
        Choose a longer range, or see whether messages come in.
      </EmptyState>
    );
  }
  return (
    <>
      <p className="max-w-prose px-4 py-3">
        {total.withoutOptIn === null || total.messages === null
          ? "How many went to people without a known opt-in is too few to show."
          : `${countText(total.withoutOptIn)} of ${countText(total.messages)} messages went to people of whom no opt-in before the message is known${data.some(({ suppressed }) => suppressed) ? ", without the rows that are too small to show" : ""}.`}{" "}
        {total.afterOptOut === 0
          ? "No marketing was sent after a stop."
          : `${countText(total.afterOptOut)} marketing messages were sent after a stop: each case is under `}
        {total.afterOptOut === 0 ? null : (
          <a href="#opt-outs" className="link">
            Opt-outs honoured
          </a>
        )}
        {total.afterOptOut === 0 ? null : "."}
      </p>
      <FirstRows rows={data} count={10} what="rows">
        {(shown) => (
          <Table label="Messages without a known opt-in and after a stop">
            <HeadRow>
              <Th>Name</Th>
              <Th className="text-right">Messages</Th>
              <Th className="text-right">Without an opt-in</Th>
              <Th className="text-right">Share</Th>
              <Th className="text-right">After a stop</Th>
            </HeadRow>
            <TableBody>
              {shown.map((row) => (
                <tr key={row.key ?? ""}>
                  <RowHead className="break-words">
                    <RowName by={gaps.by} row={row} />
                  </RowHead>
                  <Td className="text-right tabular-nums">{messagesWords(row.messages)}</Td>
                  <Td className="text-right tabular-nums">{messagesWords(row.withoutOptIn)}</Td>
                  <Td className="text-right tabular-nums">
                    {row.withoutOptInShare === null ? "not shown" : percent(row.withoutOptInShare)}
                  </Td>
                  <Td
                    className={`text-right tabular-nums ${row.afterOptOut > 0 ? "text-red-ink font-medium" : ""}`}
                  >
                    {countText(row.afterOptOut)}
                  </Td>
                </tr>
              ))}
            </TableBody>
          </Table>
        )}
      </FirstRows>
      <div className="px-4 py-2">
        <CountedNote counted={gaps}>
          {rangeText(gaps.from, gaps.to)}. No opt-in is known where none was told or imported; a receiver that
          Meta did not name counts as such.
          {gaps.nextCursor === null ? "" : ` The first ${data.length} are listed; the API has all.`}
        </CountedNote>
      </div>
    </>
  );
}

function RowName({ by, row: { key, name } }: { by: By; row: ConsentGap }) {
  return by === "phoneNumberId" && key !== null ? (
    <Link href={`/phone-numbers/${encodeURIComponent(key)}`} className="link hit tabular-nums">
      {name}
    </Link>
  ) : (
    <>{name}</>
  );
}
