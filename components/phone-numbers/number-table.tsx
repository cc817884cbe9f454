import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { StatusText } from "@/components/quality/status-text.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";
import { messagingLimitLabel } from "@/lib/core/quality/messaging-limit.ts";
import { numberName } from "./number-name.ts";

export function NumberTable({ numbers }: { numbers: readonly PhoneNumberDto[] }) {
  return (
    <Table label="Phone numbers">
      <HeadRow>
        <Th>Number</Th>
        <Th>Rating</Th>
        <Th className="max-sm:hidden">Held for</Th>
        <Th className="max-md:hidden">Messaging limit</Th>
        <Th className="max-sm:hidden">Status</Th>
        <Th className="max-lg:hidden">WhatsApp account</Th>
        <Th>Read</Th>
      </HeadRow>
      <TableBody>
        {numbers.map((number) => (
          <NumberRow key={number.id} number={number} />
        ))}
      </TableBody>
    </Table>
  );
}

function NumberRow({ number }: { number: PhoneNumberDto }) {
  return (
    <tr>
      <RowHead>
        <Link href={`/phone-numbers/${number.id}`} className="link hit whitespace-nowrap tabular-nums">
          {numberName(number)}
        </Link>
        <div className="text-ink-3 text-xs font-normal">{number.verifiedName ?? "no display name"}</div>
      </RowHead>
      <Td>
        <RatingBadge raw={number.qualityRating} />
      </Td>
      <Td className="max-sm:hidden">
        {number.ratingSince === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <HeldFor since={number.ratingSince} />
        )}
      </Td>
      <Td className="max-md:hidden">{messagingLimitLabel(number.messagingLimit)}</Td>
      <Td className="max-sm:hidden">
        <StatusText raw={number.status} brief />
      </Td>
      <Td className="max-lg:hidden">{number.wabaName ?? number.wabaId}</Td>
      <Td>
        {number.missingSince === null ? (
          number.freshness === "fresh" ? (
            <span className="text-ink-2 whitespace-nowrap">
              <Ago at={number.observedAt} />
            </span>
          ) : (
            <FreshnessChip freshness={number.freshness} readAt={number.observedAt} />
          )
        ) : (
          <span className="text-amber-ink">
            gone for <HeldFor since={number.missingSince} />
          </span>
        )}
      </Td>
    </tr>
  );
}
