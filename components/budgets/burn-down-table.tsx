import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { BudgetDetailDto } from "@/lib/contracts/budgets.ts";
import { countText, partText } from "./budget-labels.ts";

interface BurnDownTableProps {
  series: BudgetDetailDto["series"];
  smallGroupSize: number;
}

/** The 30 days in numbers, the newest first. */
export function BurnDownTable({ series, smallGroupSize }: BurnDownTableProps) {
  const isSomeHidden = series.some(({ left }) => left === null);
  return (
    <>
      <Table label="Days of the quality budget">
        <HeadRow>
          <Th>Day (UTC)</Th>
          <Th className="text-right">Messages</Th>
          <Th className="text-right">Blocks, reports, opt-outs</Th>
          <Th className="text-right">Left of the budget</Th>
          <Th className="text-right">If used evenly</Th>
        </HeadRow>
        <TableBody>
          {series.toReversed().map(({ day, messages, events, left, even }) => (
            <tr key={day}>
              <RowHead className="font-normal tabular-nums">{day}</RowHead>
              <Td className="text-right tabular-nums">{shown(messages, countText)}</Td>
              <Td className="text-right tabular-nums">{shown(events, countText)}</Td>
              <Td className="text-right tabular-nums">{shown(left, partText)}</Td>
              <Td className="text-right tabular-nums">{shown(even, partText)}</Td>
            </tr>
          ))}
        </TableBody>
      </Table>
      {isSomeHidden ? (
        <p className="text-ink-3 mt-2 max-w-prose text-sm">
          Days are drawn together until {smallGroupSize} messages or signals are in, so that nothing tells of
          single people.
        </p>
      ) : null}
    </>
  );
}

const shown = (value: number | null, text: (value: number) => string) =>
  value === null ? "hidden" : text(value);
