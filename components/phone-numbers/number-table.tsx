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
        <Th className="max-xl:hidden">WhatsApp account</Th>
        <Th className="max-sm:hidden">Read</Th>
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
        <div className="mt-1 text-xs font-normal sm:hidden">
          <ReadState number={number} />
        </div>
      </RowHead>
      <Td>
        <RatingBadge raw={number.qualityRating} />
      </Td>
      <Td className="whitespace-nowrap max-sm:hidden">
        {number.ratingSince === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <HeldFor since={number.ratingSince} />
        )}
      </Td>
      <Td className="whitespace-nowrap max-md:hidden">{messagingLimitLabel(number.messagingLimit)}</Td>
      <Td className="max-sm:hidden">
        <StatusText raw={number.status} brief />
      </Td>
      <Td className="max-xl:hidden">{number.wabaName ?? number.wabaId}</Td>
      <Td className="max-sm:hidden">
        <ReadState number={number} />
      </Td>
    </tr>
  );
}

/** How old the row is; words appear only when that is a trouble. */
function ReadState({ number }: { number: PhoneNumberDto }) {
  if (number.missingSince !== null) {
    return (
      <span className="text-amber-ink whitespace-nowrap">
        gone for <HeldFor since={number.missingSince} />
      </span>
    );
  }
  if (number.freshness !== "fresh") {
    return <FreshnessChip freshness={number.freshness} readAt={number.observedAt} />;
  }
  return (
    <span className="text-ink-2 whitespace-nowrap">
      <Ago at={number.observedAt} />
    </span>
  );
}
