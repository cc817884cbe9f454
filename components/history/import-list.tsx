"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { ConfirmButton } from "@/components/ui/confirm-button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { HistoryImportDto } from "@/lib/contracts/history.ts";
import { undoHistoryImport } from "./queries.ts";

/** Past imports, each with a way to take it back. */
export function ImportList({ imports, mayUndo }: { imports: readonly HistoryImportDto[]; mayUndo: boolean }) {
  if (imports.length === 0) return <EmptyState title="No history has been imported" />;
  return (
    <Table label="Past imports of history">
      <HeadRow>
        <Th>File</Th>
        <Th>When</Th>
        <Th className="text-right">Imported</Th>
        <Th className="text-right">Known already</Th>
        <Th className="text-right">Rejected</Th>
        {mayUndo ? <Th>Change</Th> : null}
      </HeadRow>
      <TableBody>
        {imports.map((one) => (
          <tr key={one.id}>
            <RowHead>
              {one.fileName ?? "without a name"}
              <div className="text-ink-3 text-xs font-normal">by {one.createdBy}</div>
            </RowHead>
            <Td className="whitespace-nowrap">
              <Ago at={one.createdAt} />
            </Td>
            <Td className="text-right tabular-nums">{one.accepted.toLocaleString("en")}</Td>
            <Td className="text-right tabular-nums">{one.duplicates.toLocaleString("en")}</Td>
            <Td className="text-right tabular-nums">{one.rejected.toLocaleString("en")}</Td>
            {mayUndo ? (
              <Td>
                <Undo one={one} />
              </Td>
            ) : null}
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Undo({ one }: { one: HistoryImportDto }) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => undoHistoryImport(one.id),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ["history-imports"] });
      await client.invalidateQueries({ queryKey: ["phone-numbers"] });
    },
  });
  const name = one.fileName ?? "this import";
  return (
    <>
      <ConfirmButton
        label="Undo"
        about={name}
        question={`Undo ${name}?`}
        confirmLabel="Undo the import"
        pending={undo.isPending}
        onConfirm={() => undo.mutate()}
      >
        <p>
          Its {one.accepted.toLocaleString("en")} rows go. What polls and webhooks told stays, and so does
          every other import.
        </p>
      </ConfirmButton>
      <FormProblem error={undo.error} />
    </>
  );
}
