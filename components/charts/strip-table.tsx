import { InstantText } from "@/components/clock/instant-text.tsx";
import { durationText } from "@/components/clock/duration-text.ts";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { EventMark, RatingSpan } from "@/lib/contracts/phone-numbers.ts";
import { stripBands, type TimeRange } from "./strip-geometry.ts";

/** The same facts as the strip, for reading and for screen readers. Newest first. */
export function StripTable({
  spans,
  marks,
  range,
}: {
  spans: readonly RatingSpan[];
  marks: readonly EventMark[];
  range: TimeRange;
}) {
  const bands = stripBands(spans, range).toReversed();
  return (
    <div className="border-line space-y-3 rounded-md border">
      <Table label="Rating over time">
        <HeadRow>
          <Th>Rating</Th>
          <Th>From</Th>
          <Th>To</Th>
          <Th>Length</Th>
        </HeadRow>
        <TableBody>
          {bands.map((band) => (
            <tr key={band.fromMs}>
              <RowHead>{band.label}</RowHead>
              <Td>
                <InstantText at={new Date(band.fromMs).toISOString()} />
              </Td>
              <Td>
                <InstantText at={new Date(band.toMs).toISOString()} />
              </Td>
              <Td>{durationText(band.toMs - band.fromMs, 2)}</Td>
            </tr>
          ))}
        </TableBody>
      </Table>
      {marks.length === 0 ? null : (
        <Table label="Events">
          <HeadRow>
            <Th>Event</Th>
            <Th>When</Th>
          </HeadRow>
          <TableBody>
            {marks.map((mark) => (
              <tr key={mark.id}>
                <RowHead>
                  {mark.href === null ? (
                    mark.label
                  ) : (
                    <a href={mark.href} className="link">
                      {mark.label}
                    </a>
                  )}
                </RowHead>
                <Td>
                  <InstantText at={mark.occurredAt} />
                </Td>
              </tr>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}
