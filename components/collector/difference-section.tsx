import Link from "next/link";
import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorDifference, CollectorDto } from "@/lib/contracts/collector.ts";

const kindWords: Readonly<Record<string, string>> = {
  unannounced: "no webhook told of it",
  contradicted: "they name different values",
};

/** Where polls and webhooks told different things. */
export function DifferenceSection({
  collector,
  connectionId,
}: {
  collector: CollectorDto;
  connectionId: string | undefined;
}) {
  const { differences } = collector;
  const data = differences.data.filter(
    (one) => connectionId === undefined || one.connectionId === connectionId,
  );
  const total = differences.unannounced + differences.contradicted;
  return (
    <Card
      id="differences"
      title="Polls against webhooks, last 7 days"
      aside={<AsOf at={collector.asOf} />}
      flush
    >
      {data.length === 0 ? (
        <EmptyState title="No difference seen">
          <p>Polls and webhooks agreed, or there was nothing to compare.</p>
        </EmptyState>
      ) : (
        <>
          <p className="text-ink-2 px-4 py-2 text-sm">
            {differences.unannounced} not announced, {differences.contradicted} contradicted
            {total > differences.data.length ? `; the newest ${differences.data.length} are listed` : ""}. The
            poll is taken as the truth.
          </p>
          <Table label="Polls against webhooks">
            <HeadRow>
              <Th>When</Th>
              <Th>What</Th>
              <Th>Poll</Th>
              <Th>Webhook</Th>
              <Th>Difference</Th>
            </HeadRow>
            <TableBody>
              {data.map((difference) => (
                <tr key={difference.id}>
                  <RowHead className="font-normal whitespace-nowrap">
                    <Ago at={difference.occurredAt} />
                  </RowHead>
                  <Td className="min-w-40">
                    {difference.field}
                    <div className="text-ink-3 text-xs">
                      <Subject difference={difference} />
                    </div>
                  </Td>
                  <Td>
                    <Value value={difference.pollValue} />
                  </Td>
                  <Td>
                    <Value value={difference.webhookValue} />
                  </Td>
                  <Td className="min-w-36">{kindWords[difference.kind] ?? difference.kind}</Td>
                </tr>
              ))}
            </TableBody>
          </Table>
        </>
      )}
      <LimitFields numbers={differences.limitFields} />
    </Card>
  );
}

/** Meta tells a limit in an old and in a new field; nothing is said while they agree. */
function LimitFields({ numbers }: { numbers: CollectorDto["differences"]["limitFields"] }) {
  if (numbers.length === 0) return null;
  return (
    <>
      <p className="text-ink-2 border-line border-t px-4 py-2 text-sm">
        {numbers.length === 1 ? "One number tells" : `${numbers.length} numbers tell`} two different limits.
        The portfolio&rsquo;s is shown everywhere, since limits belong to it.
      </p>
      <Table label="Numbers with two different limits">
        <HeadRow>
          <Th>Number</Th>
          <Th>Portfolio&rsquo;s field</Th>
          <Th>Number&rsquo;s old field</Th>
        </HeadRow>
        <TableBody>
          {numbers.map((number) => (
            <tr key={number.phoneNumberId}>
              <RowHead>
                <Link className="link" href={`/phone-numbers/${number.phoneNumberId}`}>
                  {number.displayPhoneNumber ?? number.phoneNumberId}
                </Link>
              </RowHead>
              <Td>
                <Value value={number.portfolioLimit} />
              </Td>
              <Td>
                <Value value={number.legacyLimit} />
              </Td>
            </tr>
          ))}
        </TableBody>
      </Table>
    </>
  );
}

function Subject({ difference }: { difference: CollectorDifference }) {
  const { subjectKind, subjectId } = difference;
  if (subjectKind !== "phone-number") return `${subjectKind} ${subjectId}`;
  return (
    <Link href={`/phone-numbers/${encodeURIComponent(subjectId)}`} className="link">
      number {subjectId}
    </Link>
  );
}

function Value({ value }: { value: string | null }) {
  return value === null ? (
    <span className="text-ink-3">nothing</span>
  ) : (
    <span className="break-all">{value}</span>
  );
}
