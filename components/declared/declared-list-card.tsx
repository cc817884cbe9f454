"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { InsightScope } from "@/components/data/insight-query.ts";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { rangeText } from "@/components/figures/figure-words.ts";
import { kindsWords } from "@/components/registry/declared-kind-words.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { DeclaredListDto, DeclaredSourceDto } from "@/lib/contracts/declared.ts";
import { CountedNote } from "./counted-note.tsx";
import { messagesWords, rateWords, shareWords } from "./declared-words.ts";
import { FindingMark } from "./finding-mark.tsx";
import { declaredListQuery } from "./queries.ts";

interface DeclaredListCardProps {
  scope: Pick<InsightScope, "from" | "to">;
  /** Sources of this method only. */
  activationMethodId?: string;
}

/** Sources by what was sent to their contacts although nobody told them of it, the worst first. */
export function DeclaredListCard({ scope, activationMethodId }: DeclaredListCardProps) {
  const query = useQuery(declaredListQuery(scope, activationMethodId));
  return (
    <Card id="not-declared" title="Sent, but not declared" flush>
      <Loaded query={query} what="What was declared and sent" skeleton={<SkeletonRows rows={4} />}>
        {(list) => <SourceList list={list} />}
      </Loaded>
    </Card>
  );
}

function SourceList({ list }: { list: DeclaredListDto }) {
  if (list.data.length === 0) {
    return (
      <EmptyState title="Nothing was sent to contacts of a known source in this range">
        Messages count here once their contact is known to have opted in somewhere.
      </EmptyState>
    );
  }
  const isSilent = list.data.every(({ declaration }) => declaration === null);
  return (
    <>
      {isSilent ? (
        <p className="text-ink-2 max-w-prose px-4 py-3">
          No source declares what it tells people they will be sent, so there is nothing to compare with. Note
          it on a source or for a whole method, in the registry.
        </p>
      ) : null}
      <FirstRows rows={list.data} count={10} what="sources">
        {(shown) => (
          <Table label="What sources declare against what was sent">
            <HeadRow>
              <Th>Source</Th>
              <Th>Finding</Th>
              <Th>Declared</Th>
              <Th className="text-right">Not declared, of known</Th>
              <Th className="text-right">Messages not declared</Th>
              <Th className="text-right">Negative in 1,000: declared</Th>
              <Th className="text-right">Not declared</Th>
            </HeadRow>
            <TableBody>
              {shown.map((source) => (
                <SourceRow key={source.key} source={source} />
              ))}
            </TableBody>
          </Table>
        )}
      </FirstRows>
      <div className="px-4 py-2">
        <CountedNote counted={list}>
          {rangeText(list.from, list.to)}. Marked is what is surely more than 5 % of at least 50 messages.
          {list.nextCursor === null ? "" : ` The first ${list.data.length} are listed; the API has all.`}
        </CountedNote>
      </div>
    </>
  );
}

function SourceRow({ source }: { source: DeclaredSourceDto }) {
  const { id, key, name, declaration, inside, outside, outsideShare, outsideInterval } = source;
  return (
    <tr>
      <RowHead className="min-w-40 break-words">
        {id === null ? (
          name
        ) : (
          <Link href={`/sources/${encodeURIComponent(id)}#declared`} className="link hit">
            {name}
          </Link>
        )}
        {name === key ? null : <span className="text-ink-3 block font-mono text-xs font-normal">{key}</span>}
      </RowHead>
      <Td>
        <FindingMark finding={source.finding} />
      </Td>
      <Td className="min-w-32">
        {declaration === null ? (
          <span className="text-ink-3">nothing</span>
        ) : (
          <>
            {kindsWords(declaration.kinds)}
            {declaration.by === "method" ? <span className="text-ink-3"> (by its method)</span> : null}
          </>
        )}
      </Td>
      <Td className="text-right whitespace-nowrap tabular-nums">
        {declaration === null ? "" : shareWords(outsideShare, outsideInterval)}
      </Td>
      <Td className="text-right tabular-nums">{outside === null ? "" : messagesWords(outside.messages)}</Td>
      <Td className="text-right whitespace-nowrap tabular-nums">
        {inside === null ? "" : rateWords(inside)}
      </Td>
      <Td className="text-right whitespace-nowrap tabular-nums">
        {outside === null ? "" : rateWords(outside)}
      </Td>
    </tr>
  );
}
