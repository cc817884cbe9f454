import Link from "next/link";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { SpikeCauseDto } from "@/lib/contracts/spikes.ts";
import { dimensionLabels, percentText, timesText } from "./spike-labels.ts";

interface CauseTableProps {
  /** What the table is called for a person who does not see it: two of them may stand on one page. */
  label: string;
  causes: readonly SpikeCauseDto[];
  unexplained: number | null;
  /** Where the figures of a value are. */
  hrefOf: (dimension: string, value: string) => string | null;
}

/** What carries the excess, the largest share first, and what is left. */
export function CauseTable({ label, causes, unexplained, hrefOf }: CauseTableProps) {
  return (
    <Table label={label}>
      <HeadRow>
        <Th>Part of what was sent</Th>
        <Th className="text-right">Share of the excess</Th>
        <Th className="text-right">Rate against the rest</Th>
        <Th className="text-right">Signals</Th>
        <Th className="text-right">Expected</Th>
        <Th className="text-right">Exposures</Th>
        <Th className="text-right">Certainty of the name</Th>
      </HeadRow>
      <TableBody>
        {causes.map((cause) => (
          <tr key={JSON.stringify(cause.where)}>
            <RowHead>
              <CauseName cause={cause} hrefOf={hrefOf} />
            </RowHead>
            <Td className="text-right tabular-nums">
              {percentText(cause.share)}
              <Interval
                low={percentText(cause.shareInterval[0])}
                high={percentText(cause.shareInterval[1])}
              />
            </Td>
            <Td className="text-right tabular-nums">
              {cause.rateRatio === null ? (
                <span className="text-ink-3">nothing to compare</span>
              ) : (
                timesText(cause.rateRatio)
              )}
              {cause.ratioInterval === null || cause.rateRatio === null ? null : (
                <Interval
                  low={timesText(cause.ratioInterval[0])}
                  high={cause.ratioInterval[1] === null ? "no limit" : timesText(cause.ratioInterval[1])}
                />
              )}
            </Td>
            <Td className="text-right tabular-nums">{count(cause.signals)}</Td>
            <Td className="text-right tabular-nums">{count(cause.expected)}</Td>
            <Td className="text-right tabular-nums">{count(Math.round(cause.exposures))}</Td>
            <Td className="text-right tabular-nums">{percentText(cause.certainty)}</Td>
          </tr>
        ))}
        {unexplained === null ? null : (
          <tr>
            <RowHead className="text-ink-2 font-normal">Unexplained, or too small to name</RowHead>
            <Td className="text-ink-2 text-right tabular-nums">{percentText(unexplained)}</Td>
            <Td colSpan={5} />
          </tr>
        )}
      </TableBody>
    </Table>
  );
}

function CauseName({ cause, hrefOf }: Pick<CauseTableProps, "hrefOf"> & { cause: SpikeCauseDto }) {
  return (
    <>
      {Object.entries(cause.where).map(([dimension, value]) => {
        const name = cause.names[dimension] ?? value ?? "none known";
        const href = value === null ? null : hrefOf(dimension, value);
        return (
          <div key={dimension}>
            {href === null ? (
              name
            ) : (
              <Link href={href} className="link hit">
                {name}
              </Link>
            )}
          </div>
        );
      })}
      {cause.alsoConsistentWith.length === 0 ? null : (
        <div className="text-ink-3 text-xs font-normal">
          cannot be told from {cause.alsoConsistentWith.slice(0, 3).map(plainName).join(" or ")}
        </div>
      )}
    </>
  );
}

const plainName = (where: Readonly<Record<string, string | null>>) =>
  Object.entries(where)
    .map(
      ([dimension, value]) =>
        `${(dimensionLabels[dimension] ?? dimension).toLowerCase()} ${value ?? "not known"}`,
    )
    .join(" with ");

function Interval({ low, high }: { low: string; high: string }) {
  return (
    <div className="text-ink-3 text-xs">
      {low} to {high}
    </div>
  );
}

const count = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
