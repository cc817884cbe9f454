import { InstantText } from "@/components/clock/instant-text.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { methodKindLabels } from "./method-kind-labels.ts";

interface MethodTableProps {
  methods: readonly ActivationMethodDto[];
  mayWrite: boolean;
  /** True when the server holds more than are listed. */
  isCut: boolean;
}

export function MethodTable({ methods, mayWrite, isCut }: MethodTableProps) {
  if (methods.length === 0) {
    return (
      <EmptyState title="No activation method is registered">
        <p>
          {mayWrite
            ? "Add the ways in which people opt in, for example the tick box at checkout."
            : "A growth manager or an administrator can add them."}
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      <Table label="Activation methods">
        <HeadRow>
          <Th>Name</Th>
          <Th>Kind</Th>
          <Th>State</Th>
          <Th>Launch</Th>
          <Th className="max-sm:hidden">Owner</Th>
          <Th className="text-right">Sources</Th>
        </HeadRow>
        <TableBody>
          {methods.map((method) => (
            <tr key={method.id}>
              <RowHead>{method.name}</RowHead>
              <Td className="whitespace-nowrap">{methodKindLabels[method.kind]}</Td>
              <Td>{method.state}</Td>
              <Td className="whitespace-nowrap">
                {method.launchedAt === null ? (
                  <span className="text-ink-3">not set</span>
                ) : (
                  <InstantText at={method.launchedAt} style="day" />
                )}
              </Td>
              <Td className="max-sm:hidden">{method.owner ?? <span className="text-ink-3">nobody</span>}</Td>
              <Td className="text-right tabular-nums">{method.sourceCount}</Td>
            </tr>
          ))}
        </TableBody>
      </Table>
      {isCut ? (
        <p className="text-ink-3 px-4 py-2 text-sm">
          The first {methods.length} are listed; the API has all.
        </p>
      ) : null}
    </>
  );
}
