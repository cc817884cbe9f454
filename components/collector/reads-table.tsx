import { Ago } from "@/components/clock/ago.tsx";
import { Due } from "@/components/clock/due.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorConnection } from "@/lib/contracts/collector.ts";

type Read = CollectorConnection["reads"][number];

const kindNames: Readonly<Record<string, string>> = {
  "waba-details": "Account details",
  templates: "Templates",
  subscription: "Webhook subscription",
  "template-comparison": "Template comparison",
  "template-analytics": "Template analytics",
  "messaging-analytics": "Messages sent",
  "pricing-analytics": "Prices",
};

/** What is read beside the phone numbers, by kind. */
export function ReadsTable({ reads }: { reads: readonly Read[] }) {
  if (reads.length === 0) return <EmptyState title="Nothing else is planned so far" />;
  return (
    <Table label="What else is read">
      <HeadRow>
        <Th>What</Th>
        <Th>State</Th>
        <Th>Last read</Th>
        <Th className="max-sm:hidden">Nothing older than</Th>
        <Th className="max-sm:hidden">Next</Th>
        <Th className="text-right max-sm:hidden">Calls so far</Th>
      </HeadRow>
      <TableBody>
        {reads.map((read) => (
          <tr key={read.kind}>
            <RowHead className="whitespace-nowrap">{kindNames[read.kind] ?? read.kind}</RowHead>
            <Td className="min-w-56">
              <ReadState read={read} />
            </Td>
            <Td className="whitespace-nowrap">
              {read.lastSuccessAt === null ? (
                <span className="text-ink-3">never</span>
              ) : (
                <Ago at={read.lastSuccessAt} />
              )}
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              {read.oldestSuccessAt === null ? <Unknown /> : <Ago at={read.oldestSuccessAt} />}
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              {read.nextDueAt === null ? <Unknown /> : <Due at={read.nextDueAt} />}
            </Td>
            <Td className="text-right tabular-nums max-sm:hidden">{read.callCount}</Td>
          </tr>
        ))}
      </TableBody>
    </Table>
  );
}

function ReadState({ read }: { read: Read }) {
  return (
    <>
      {read.failing > 0 ? (
        <span className="text-amber-ink font-medium">
          ▲ fails for {read.failing} of {read.subjects}
        </span>
      ) : read.done > 0 ? (
        `✓ read for ${read.done} of ${read.subjects}`
      ) : read.off === read.subjects ? (
        <span className="text-ink-2">off: Meta does not offer it here</span>
      ) : (
        <span className="text-ink-2">waiting for its first turn</span>
      )}
      <span className="text-ink-2 block text-sm">{restWords(read)}</span>
      {read.error === null ? null : (
        <p className="text-ink-2 text-sm">
          {read.error.message} {read.error.action}
        </p>
      )}
      {read.droppedFields.length === 0 ? null : (
        <p className="text-ink-2 text-sm">
          Refused by Meta:{" "}
          {read.droppedFields.map(({ field, subjects }) => `${field} (${subjects})`).join(", ")}
        </p>
      )}
    </>
  );
}

/** The counts that the first line does not say. */
function restWords(read: Read): string | null {
  const parts = [
    read.failing > 0 && read.done > 0 ? `read for ${read.done}` : null,
    read.waiting > 0 && (read.failing > 0 || read.done > 0) ? `${read.waiting} not tried yet` : null,
    read.off > 0 && read.off < read.subjects ? `off for ${read.off}: Meta does not offer it there` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("; ");
}

function Unknown() {
  return <span className="text-ink-3">not known</span>;
}
