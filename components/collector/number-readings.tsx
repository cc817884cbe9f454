import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Pager } from "@/components/ui/pager.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorDto, CollectorNumber } from "@/lib/contracts/collector.ts";
import { numbersHref, type CollectorFilter } from "./collector-filter.ts";

/** How fresh each number's reading is, longest unread first. */
export function NumberReadings({ collector, filter }: { collector: CollectorDto; filter: CollectorFilter }) {
  const { data, nextCursor } = collector.numbers;
  return (
    <Card id="numbers" title="Numbers, longest unread first" aside={<AsOf at={collector.asOf} />} flush>
      {data.length === 0 ? (
        <EmptyState
          title={filter.cursor === undefined ? "No number has been read so far" : "No further number"}
        />
      ) : (
        <Table label="Numbers, longest unread first">
          <HeadRow>
            <Th>Number</Th>
            <Th>Last read</Th>
            <Th>State</Th>
            <Th className="max-sm:hidden">Last change</Th>
            <Th className="max-sm:hidden">Account</Th>
          </HeadRow>
          <TableBody>
            {data.map((number) => (
              <NumberRow key={number.id} number={number} />
            ))}
          </TableBody>
        </Table>
      )}
      <Pager
        nextHref={nextCursor === null ? null : numbersHref(filter, nextCursor)}
        firstHref={filter.cursor === undefined ? null : numbersHref(filter, null)}
      />
    </Card>
  );
}

function NumberRow({ number }: { number: CollectorNumber }) {
  return (
    <tr>
      <RowHead className="whitespace-nowrap">
        <Link href={`/phone-numbers/${number.id}`} className="link hit tabular-nums">
          {number.displayPhoneNumber ?? `Number ${number.id}`}
        </Link>
        <div className="text-ink-3 text-xs font-normal">{number.verifiedName ?? "no display name"}</div>
      </RowHead>
      <Td className="whitespace-nowrap">
        <Ago at={number.observedAt} />
      </Td>
      <Td>
        {number.missingSince !== null ? (
          <span className="text-amber-ink font-medium">
            ▲ missing from Meta's lists since <Ago at={number.missingSince} />
          </span>
        ) : number.freshness === "fresh" ? (
          "fresh"
        ) : (
          <FreshnessChip freshness={number.freshness} readAt={number.observedAt} />
        )}
      </Td>
      <Td className="whitespace-nowrap max-sm:hidden">
        {number.lastChangeAt === null ? (
          <span className="text-ink-3">none known</span>
        ) : (
          <Ago at={number.lastChangeAt} />
        )}
      </Td>
      <Td className="max-sm:hidden">{number.wabaName ?? number.wabaId}</Td>
    </tr>
  );
}
