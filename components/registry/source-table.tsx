"use client";

import Link from "next/link";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { FindingMark } from "@/components/declared/finding-mark.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { OptInSourceDto } from "@/lib/contracts/registry.ts";

interface SourceTableProps {
  sources: readonly OptInSourceDto[];
  mayWrite: boolean;
  /** Ids of those that surely send what they did not declare. */
  undeclared: ReadonlySet<string>;
  /** True when the server holds more than are listed. */
  isCut: boolean;
}

export function SourceTable({ sources, mayWrite, undeclared, isCut }: SourceTableProps) {
  if (sources.length === 0) {
    return (
      <EmptyState title="No opt-in source is registered">
        <p>
          {mayWrite
            ? "Add each page, flow, store or ad where a method runs. Its key is what your systems will name."
            : "A growth manager or an administrator can add them."}
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <FirstRows rows={sources} count={25} what="sources">
        {(shown) => (
          <Table label="Opt-in sources">
            <HeadRow>
              <Th>Name</Th>
              <Th>Key</Th>
              <Th>Activation method</Th>
              <Th>State</Th>
              <Th className="max-sm:hidden">Added</Th>
            </HeadRow>
            <TableBody>
              {shown.map((source) => (
                <tr key={source.id}>
                  <RowHead>
                    <Link href={`/sources/${source.id}`} className="link hit">
                      {source.name}
                    </Link>
                    {undeclared.has(source.id) ? (
                      <span className="ml-2 inline-block align-middle">
                        <FindingMark finding="outside" />
                      </span>
                    ) : null}
                  </RowHead>
                  <Td className="font-mono text-sm">{source.key}</Td>
                  <Td>{source.activationMethodName ?? <span className="text-ink-3">none yet</span>}</Td>
                  <Td>
                    {source.mergedInto === null ? source.state : `merged into ${source.mergedInto.name}`}
                  </Td>
                  <Td className="whitespace-nowrap max-sm:hidden">
                    <InstantText at={source.createdAt} style="day" />
                  </Td>
                </tr>
              ))}
            </TableBody>
          </Table>
        )}
      </FirstRows>
      {isCut ? (
        <p className="text-ink-3 px-4 py-2 text-sm">
          The first {sources.length} are listed; the API has all.
        </p>
      ) : null}
    </>
  );
}
