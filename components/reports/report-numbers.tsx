import Link from "next/link";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { WeeklyReportDto } from "@/lib/contracts/reports.ts";

/** Each number from the start of the week to its end. */
export function ReportNumbers({ numbers }: { numbers: WeeklyReportDto["numbers"] }) {
  if (numbers.length === 0) return <EmptyState title="No phone number was watched in this week" />;
  return (
    <Table label="Phone numbers in this week">
      <HeadRow>
        <Th>Number</Th>
        <Th>At the start</Th>
        <Th>At the end</Th>
        <Th className="text-right">Falls</Th>
        <Th className="text-right">Time known</Th>
      </HeadRow>
      <TableBody>
        {numbers.map((number) => (
          <tr key={number.id}>
            <RowHead>
              <Link href={`/phone-numbers/${number.id}`} className="link hit tabular-nums">
                {number.name}
              </Link>
            </RowHead>
            <Td>
              <RatingOrUnknown raw={number.ratingAtStart} />
            </Td>
            <Td>
              <RatingOrUnknown raw={number.ratingAtEnd} />
            </Td>
            <Td className="text-right tabular-nums">{number.falls}</Td>
            <Td className="text-right tabular-nums">{coverageText(number.coverage)}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

/** Null in a report: nobody had looked yet, or no longer. */
function RatingOrUnknown({ raw }: { raw: string | null }) {
  return raw === null ? <span className="text-ink-3">not known</span> : <RatingBadge raw={raw} />;
}

/** Only a whole week reads 100 %, only nothing reads 0 %. */
function coverageText(share: number): string {
  if (share <= 0) return "0 %";
  if (share >= 1) return "100 %";
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))} %`;
}
