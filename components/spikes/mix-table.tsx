import { Card } from "@/components/ui/card.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { SpikeDetailDto } from "@/lib/contracts/spikes.ts";
import { dimensionLabels, percentText } from "./spike-labels.ts";

/** Who was written to more or less than before. Nothing when the mix stayed as it was. */
export function MixTable({ spike: { mix, base, window } }: { spike: SpikeDetailDto }) {
  if (mix.length === 0 || base === null || window === null) return null;
  return (
    <Card title="What was sent more or less than before" flush>
      <Table label="Parts of all messages before the spike and in it">
        <HeadRow>
          <Th>Part</Th>
          <Th className="max-sm:hidden">Of</Th>
          <Th className="text-right">Before</Th>
          <Th className="text-right">In the spike</Th>
          <Th className="text-right">Change</Th>
        </HeadRow>
        <TableBody>
          {mix.map(({ dimension, value, name, before, during }) => (
            <tr key={`${dimension} ${value ?? ""}`}>
              <RowHead>{name}</RowHead>
              <Td className="text-ink-3 max-sm:hidden">{dimensionLabels[dimension] ?? dimension}</Td>
              <Td className="text-right tabular-nums">{percentText(before)}</Td>
              <Td className="text-right tabular-nums">{percentText(during)}</Td>
              <Td className="text-right tabular-nums">
                {during > before ? "+" : "−"}
                {Math.abs(Math.round((during - before) * 100))} points
              </Td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
