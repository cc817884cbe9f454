import { Ago } from "@/components/clock/ago.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { CollectorDto } from "@/lib/contracts/collector.ts";

const mostSampleCharacters = 2_000;

/** Words and keys of Meta's that this version does not know. They are kept as they are. */
export function UnknownWords({ collector }: { collector: CollectorDto }) {
  const { total, data } = collector.unknownWords;
  return (
    <Card id="unknown-values" title="Unknown values" aside={<AsOf at={collector.asOf} />} flush>
      {total === 0 ? (
        <EmptyState title="Nothing unknown was met">
          <p>Every word that Meta used so far is one that this version knows.</p>
        </EmptyState>
      ) : (
        <>
          <p className="text-ink-2 px-4 py-2 text-sm">
            Kept and shown in Meta's own words; no alert is derived from them. A newer version may know them.
            {total > data.length ? ` The ${data.length} seen last of ${total} are listed.` : ""}
          </p>
          <Table label="Unknown values">
            <HeadRow>
              <Th>Where</Th>
              <Th>Value</Th>
              <Th className="text-right">Times</Th>
              <Th>Last seen</Th>
              <Th className="max-sm:hidden">First seen</Th>
              <Th>Sample</Th>
            </HeadRow>
            <TableBody>
              {data.map((word) => (
                <tr key={`${word.place} ${word.value}`}>
                  <RowHead className="font-mono text-sm font-normal">{word.place}</RowHead>
                  <Td className="min-w-32 font-medium break-all">{word.value}</Td>
                  <Td className="text-right tabular-nums">{word.count}</Td>
                  <Td className="whitespace-nowrap">
                    <Ago at={word.lastSeenAt} />
                    {word.subjectId === null ? null : (
                      <div className="text-ink-3 font-mono text-xs">{word.subjectId}</div>
                    )}
                  </Td>
                  <Td className="whitespace-nowrap max-sm:hidden">
                    <Ago at={word.firstSeenAt} />
                  </Td>
                  <Td className="min-w-40">
                    <Disclosure
                      summary={
                        <>
                          Show<span className="sr-only"> a sample of {word.value}</span>
                        </>
                      }
                    >
                      <pre
                        className="bg-sunken max-w-80 overflow-x-auto rounded p-2 font-mono text-xs"
                        tabIndex={0}
                      >
                        {sampleText(word.sample)}
                      </pre>
                    </Disclosure>
                  </Td>
                </tr>
              ))}
            </TableBody>
          </Table>
        </>
      )}
    </Card>
  );
}

function sampleText(sample: unknown): string {
  const text = JSON.stringify(sample ?? null, null, 2);
  return text.length > mostSampleCharacters ? `${text.slice(0, mostSampleCharacters)}…` : text;
}
