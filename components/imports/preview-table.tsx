import { HeadRow, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { ImportPreview } from "@/lib/contracts/imports.ts";

/** The first rows as they are in the file, problems marked in their cells and written out behind them. */
export function PreviewTable({ preview }: { preview: ImportPreview }) {
  const bad = preview.rows.filter(({ faults }) => faults.length > 0).length;
  return (
    <>
      <p className="text-ink-2 mb-2 text-sm" role="status">
        The first {preview.rows.length} rows: {bad === 0 ? "no problem" : `${bad} with problems`}.
      </p>
      <Table label="First rows of the file">
        <HeadRow>
          <Th>Line</Th>
          {preview.form.header.map((name, column) => (
            <Th key={column}>{name.trim() === "" ? `Column ${column + 1}` : name.slice(0, 60)}</Th>
          ))}
          <Th>Problems</Th>
        </HeadRow>
        <TableBody>
          {preview.rows.map((row) => (
            <tr key={row.line} className={row.faults.length > 0 ? "bg-amber-soft" : ""}>
              <Td className="text-ink-3 tabular-nums">{row.line}</Td>
              {preview.form.header.map((_, column) => (
                <Td
                  key={column}
                  className={`max-w-60 truncate whitespace-nowrap ${row.faults.some((fault) => fault.column === column) ? "text-red-ink font-medium underline decoration-dotted" : ""}`}
                >
                  {row.cells[column] ?? ""}
                </Td>
              ))}
              <Td className="min-w-60 text-sm">
                {row.faults
                  .map(({ name, message }) => `${name === "row" ? "The row" : name} ${message}`)
                  .join("; ")}
              </Td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
