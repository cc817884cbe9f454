import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import { kindLabels, timesText } from "@/components/spikes/spike-labels.ts";
import type { RatingStepDto, StepWeekDto } from "@/lib/contracts/rating-steps.ts";

const findings: Readonly<Record<StepWeekDto["finding"], string>> = {
  raised: "above the usual rate",
  lowered: "below the usual rate",
  usual: "within what is usual",
  "too-little": "too little to say",
  "not-known": "usual rate not known",
};

/** The week before a change of the rating: each signal against its usual rate, and the days of their weighted sum. */
export function StepWeekTables({ step: { weeks, days } }: { step: RatingStepDto }) {
  return (
    <div className="space-y-4">
      <Table label="Signals of the week before against the usual rate">
        <HeadRow>
          <Th>Signal</Th>
          <Th>Finding</Th>
          <Th className="text-right">Against the usual rate</Th>
          <Th className="text-right">Counted</Th>
          <Th className="text-right">Usual</Th>
        </HeadRow>
        <TableBody>
          {weeks.map((week) => (
            <tr key={week.kind}>
              <RowHead>{week.kind === "negative" ? "Weighted sum" : kindLabels[week.kind]}</RowHead>
              <Td>{findings[week.finding]}</Td>
              <Td className="text-right tabular-nums">
                {week.ratio === null || week.ratioInterval === null ? (
                  "–"
                ) : (
                  <>
                    {timesText(week.ratio)}
                    <div className="text-ink-3 text-xs">
                      {timesText(week.ratioInterval[0])} to {timesText(week.ratioInterval[1])}
                    </div>
                  </>
                )}
              </Td>
              <Td className="text-right tabular-nums">{figure(week.events)}</Td>
              <Td className="text-right tabular-nums">{figure(week.expected)}</Td>
            </tr>
          ))}
        </TableBody>
      </Table>
      {days.length === 0 ? null : (
        <Table label="Days of the weighted sum">
          <HeadRow>
            <Th>Day (UTC)</Th>
            <Th className="text-right">Weight</Th>
            <Th className="text-right">Weighted sum</Th>
            <Th className="text-right">Usual</Th>
          </HeadRow>
          <TableBody>
            {days.map(({ day, weight, events, expected }) => (
              <tr key={day}>
                <RowHead className="font-normal tabular-nums">{day}</RowHead>
                <Td className="text-right tabular-nums">{weight.toFixed(2)}</Td>
                <Td className="text-right tabular-nums">{figure(events)}</Td>
                <Td className="text-right tabular-nums">{figure(expected)}</Td>
              </tr>
            ))}
          </TableBody>
        </Table>
      )}
      <p className="text-ink-3 max-w-prose text-sm">
        Ratios weigh the day before the change most, and half as much every two days before. The weighted sum
        counts a report twice and an opt-out a quarter of a block.
      </p>
    </div>
  );
}

const figure = (value: number | null) =>
  value === null ? "–" : value.toLocaleString("en-US", { maximumFractionDigits: 1 });
