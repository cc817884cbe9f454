"use client";

import { useQuery } from "@tanstack/react-query";
import type { InsightScope } from "@/components/data/insight-query.ts";
import { Loaded } from "@/components/data/loaded.tsx";
import { rangeText } from "@/components/figures/figure-words.ts";
import { kindsWords } from "@/components/registry/declared-kind-words.ts";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { DeclaredCategory, SourceDeclaredDto } from "@/lib/contracts/declared.ts";
import { CountedNote } from "./counted-note.tsx";
import {
  basisWords,
  categoryWords,
  declaredWords,
  findingSentence,
  messagesWords,
  rateWords,
  ratioSentence,
} from "./declared-words.ts";
import { sourceDeclaredQuery } from "./queries.ts";

/** What people were told at one source against what was sent to them, for the range of the page. */
export function SourceDeclaredCard({ sourceId, scope }: { sourceId: string; scope: InsightScope }) {
  const query = useQuery(sourceDeclaredQuery(sourceId, scope));
  return (
    <Card id="declared" title="Declared and sent">
      <Loaded query={query} what="What was declared and sent" skeleton={<SkeletonRows rows={4} />}>
        {(source) => <Comparison source={source} />}
      </Loaded>
    </Card>
  );
}

function Comparison({ source }: { source: SourceDeclaredDto }) {
  const { declaration, categories, finding } = source;
  const ratio = ratioSentence(source);
  return (
    <div className="space-y-3">
      <p className="max-w-prose">
        {declaration === null
          ? "Nothing is declared. Note what people are told under “In the registry”, here or for the whole method."
          : `Declared by the ${declaration.by}: ${kindsWords(declaration.kinds)}.`}
      </p>
      {finding === "outside" ? (
        <Notice tone="amber" title={findingSentence(source)}>
          <p>{ratio ?? "Name these kinds where people opt in, or leave these contacts out."}</p>
        </Notice>
      ) : categories.length === 0 ? null : (
        <p className="max-w-prose">
          {findingSentence(source)} {ratio}
        </p>
      )}
      {categories.length === 0 ? (
        <EmptyState title="Nothing was sent to its contacts in this range">
          Choose a longer range. Messages count here once their contact is known to have opted in at this
          source.
        </EmptyState>
      ) : (
        <CategoryTable categories={categories} isDeclared={declaration !== null} />
      )}
      <CountedNote counted={source}>
        {rangeText(source.from, source.to)}. The category is the one that the template had when the day began.
        Rates are negative signals a thousand messages, with 95 %; an association, not a cause.
      </CountedNote>
    </div>
  );
}

function CategoryTable(props: { categories: readonly DeclaredCategory[]; isDeclared: boolean }) {
  const { categories, isDeclared } = props;
  return (
    <Table label="Messages by category, against what is declared">
      <HeadRow>
        <Th>Category</Th>
        <Th>Declared</Th>
        <Th className="text-right">Messages</Th>
        <Th className="text-right">Negative in 1,000</Th>
        <Th>Most sent templates</Th>
      </HeadRow>
      <TableBody>
        {categories.map((row) => (
          <tr key={row.category ?? row.unknown}>
            <RowHead>
              {categoryWords(row)}
              {basisWords(row) === null ? null : (
                <span className="text-ink-3 block text-xs font-normal">{basisWords(row)}</span>
              )}
            </RowHead>
            <Td className={row.declared === false ? "text-amber-ink font-medium" : "text-ink-2"}>
              {declaredWords(row, isDeclared)}
            </Td>
            <Td className="text-right tabular-nums">{messagesWords(row.messages)}</Td>
            <Td className="text-right whitespace-nowrap tabular-nums">{rateWords(row)}</Td>
            <Td className="min-w-40 break-words">
              {row.templates.length === 0
                ? "none named"
                : row.templates
                    .map(({ name, messages }) =>
                      messages === null ? name : `${name} (${messagesWords(messages)})`,
                    )
                    .join(", ")}
            </Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}
