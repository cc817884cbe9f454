"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ImportDto } from "@/lib/contracts/imports.ts";
import { kindWords, stateWords } from "./import-words.ts";
import { endImport, errorFileOf } from "./queries.ts";

/** Past imports with what became of them, each with a way to take it back. */
export function ImportList({ imports }: { imports: readonly ImportDto[] }) {
  if (imports.length === 0) return <EmptyState title="No file has been imported" />;
  return (
    <Table label="Imports of files">
      <HeadRow>
        <Th>File</Th>
        <Th>Rows are</Th>
        <Th>When</Th>
        <Th>State</Th>
        <Th className="text-right">New</Th>
        <Th className="text-right">Changed</Th>
        <Th className="text-right">Known already</Th>
        <Th className="text-right">Rejected</Th>
        <Th>Change</Th>
      </HeadRow>
      <TableBody>
        {imports.map((one) => (
          <tr key={one.id}>
            <RowHead className="min-w-40">
              <span className="break-all">{nameOf(one)}</span>
              <div className="text-ink-3 text-xs font-normal">by {one.createdBy}</div>
            </RowHead>
            <Td>{kindWords[one.kind]}</Td>
            <Td className="whitespace-nowrap">
              <Ago at={one.createdAt} />
            </Td>
            <Td>
              {stateWords[one.state]}
              {one.dryRun ? " (dry run)" : ""}
              {one.state === "open" ? (
                <div className="text-ink-3 text-xs">
                  at {Math.floor((100 * one.byteOffset) / one.fileSize)} %. Choose the file again to go on
                </div>
              ) : null}
            </Td>
            <Count value={one.acceptedCount} />
            <Count value={one.changedCount} />
            <Count value={one.duplicateCount} />
            <Td className="text-right tabular-nums">
              {one.rejectedCount === 0 ? (
                "0"
              ) : (
                <a className="text-accent underline" href={errorFileOf(one.id)} download>
                  {one.rejectedCount.toLocaleString("en")}
                  <span className="sr-only"> rejected rows of {nameOf(one)}, as a file</span>
                </a>
              )}
            </Td>
            <Td>{mayUndo(one) ? <Undo one={one} /> : null}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Count({ value }: { value: number }) {
  return <Td className="text-right tabular-nums">{value.toLocaleString("en")}</Td>;
}

function nameOf(one: ImportDto): string {
  return one.fileName ?? "without a name";
}

function mayUndo({ state, dryRun }: ImportDto): boolean {
  return !dryRun && (state === "open" || state === "done" || state === "cancelled");
}

function Undo({ one }: { one: ImportDto }) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => endImport(one.id, "undo"),
    onSettled: () => client.invalidateQueries({ queryKey: ["imports"] }),
  });
  return (
    <>
      <ConfirmButton
        label="Undo"
        about={nameOf(one)}
        question={`Undo the import of ${nameOf(one)}?`}
        confirmLabel="Undo the import"
        pending={undo.isPending}
        onConfirm={() => undo.mutate()}
      >
        <p>
          The {one.acceptedCount.toLocaleString("en")} facts that it added go, and all figures follow within
          minutes.
        </p>
        {one.changedCount === 0 ? null : (
          <p>
            {one.changedCount.toLocaleString("en")} facts that were known before keep what the file changed.
          </p>
        )}
      </ConfirmButton>
      <FormProblem error={undo.error} />
    </>
  );
}
