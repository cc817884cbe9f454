"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRef } from "react";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { ExportButtons } from "@/components/export/export-buttons.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { HeadRow, RowHead, Table, TableBody, Td, Th } from "@/components/ui/table.tsx";
import type { FigureRow, FiguresDto } from "@/lib/contracts/cells.ts";
import { letterMarks, type ChartMark } from "./chart-marks.ts";
import { useFigureDialog } from "./figure-dialog.tsx";
import { FigureEmpty } from "./figure-empty.tsx";
import { narrowedBy, type FigureFilter } from "./figure-filter.ts";
import { rangeText, ruleNames } from "./figure-words.ts";
import { Headline } from "./headline.tsx";
import { figuresQuery } from "./queries.ts";
import { rateSeries, seriesRows, type SeriesPoint } from "./rate-series.ts";
import { volumeFloor } from "./rate-points.ts";

// The chart library is large: it is loaded after the figures are there.
const RateChart = dynamic(async () => (await import("./rate-chart.tsx")).RateChart, {
  ssr: false,
  loading: () => <div className="h-64" />,
});

interface SubjectCardProps {
  subject: "source" | "campaign";
  name: string;
  /** Narrowed to the subject. */
  filter: FigureFilter;
  here: string;
  marks: readonly ChartMark[];
}

const tableHead = ["Begins (UTC)", "Exposures", "Negative signals", "Per 1,000", "95 % interval"];

/** How one source or campaign does: its figures, and the rate over the range. */
export function SubjectCard({ subject, name, filter, here, marks }: SubjectCardProps) {
  const query = useQuery(figuresQuery(subject, filter));
  const { explain, element } = useFigureDialog(query.data);
  const chart = useRef<HTMLDivElement>(null);
  const figures = query.data;
  const row = figures?.data[0];
  const series = row === undefined ? [] : rateSeries(row.points, row.current.rate);
  const title = "Negative signals per 1,000 exposures";
  return (
    <Card
      title={title}
      aside={typeof figures?.countedAt === "string" ? <AsOf at={figures.countedAt} /> : undefined}
      actions={
        figures === undefined || row === undefined ? undefined : (
          <ExportButtons
            caption={captionOf(figures, filter, name)}
            rows={() => [tableHead, ...seriesRows(series)]}
            chart={() => chart.current?.querySelector<SVGSVGElement>("svg.recharts-surface") ?? null}
          />
        )
      }
    >
      <Loaded query={query} what="The figures" skeleton={<SkeletonRows rows={6} tall />}>
        {(loaded) =>
          row === undefined ? (
            <FigureEmpty figures={loaded} filter={filter} here={here} fixed={[subject]} />
          ) : (
            <div
              aria-busy={query.isPlaceholderData}
              className={`space-y-4 ${query.isPlaceholderData ? "opacity-60" : ""}`}
            >
              <Headline
                row={row}
                isCompared={filter.isCompared}
                smallGroupSize={loaded.smallGroupSize}
                explain={explain}
              />
              <div ref={chart}>
                <Curve figures={loaded} row={row} series={series} marks={marks} />
              </div>
            </div>
          )
        }
      </Loaded>
      {element}
    </Card>
  );
}

interface CurveProps {
  figures: FiguresDto;
  row: FigureRow;
  series: readonly SeriesPoint[];
  marks: readonly ChartMark[];
}

function Curve({ figures, row, series, marks }: CurveProps) {
  const fromMs = Date.parse(figures.from);
  const toMs = Date.parse(figures.to);
  const lettered = letterMarks(marks, fromMs, toMs);
  if (series.every(({ rate }) => rate === null)) {
    return (
      <EmptyState title="Not enough data for a curve">
        <p>
          {row.current.suppressed
            ? `Fewer than ${figures.smallGroupSize} exposures in this range: with ${figures.smallGroupSize} they are shown.`
            : `No ${figures.pointUnit} has ${figures.smallGroupSize} exposures or more. A longer range has weeks for points.`}
        </p>
      </EmptyState>
    );
  }
  return (
    <div className="space-y-3">
      <RateChart series={series} marks={lettered} fromMs={fromMs} toMs={toMs} />
      <p className="text-ink-3 text-xs">
        Each point is a {figures.pointUnit} of UTC. The band is the 95 % interval. Hollow: fewer than{" "}
        {volumeFloor} exposures; dashed: too few to show. A broken line: nothing was sent.
      </p>
      {lettered.length === 0 ? null : (
        <ul aria-label="Marks in the chart" className="text-ink-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
          {lettered.map(({ letter, label, at }) => (
            <li key={`${letter} ${label}`}>
              <span className="font-semibold">{letter}</span> {at.slice(0, 10)}: {label}
            </li>
          ))}
        </ul>
      )}
      <Disclosure summary="The same as a table">
        <Table label="Negative signals per 1,000 over time">
          <HeadRow>
            {tableHead.map((head, index) => (
              <Th key={head} className={index === 0 ? "" : "text-right"}>
                {head}
              </Th>
            ))}
          </HeadRow>
          <TableBody>
            {seriesRows(series).map(([day = "", ...cells]) => (
              <tr key={day}>
                <RowHead className="whitespace-nowrap">{day}</RowHead>
                {cells.map((cell, index) => (
                  <Td key={tableHead[index + 1]} className="text-right whitespace-nowrap tabular-nums">
                    {cell}
                  </Td>
                ))}
              </tr>
            ))}
          </TableBody>
        </Table>
      </Disclosure>
    </div>
  );
}

function captionOf(figures: FiguresDto, filter: FigureFilter, name: string) {
  const narrowed = Object.values(narrowedBy({ ...filter, source: "", campaign: "" })).filter(
    (value) => value !== "",
  );
  return {
    title: `${name}: negative signals per 1,000 exposures`,
    subtitle: [rangeText(figures.from, figures.to), ruleNames[figures.rule].toLowerCase(), ...narrowed].join(
      ", ",
    ),
    source: `Staygreen, counted ${figures.countedAt === null ? "never" : `${figures.countedAt.slice(0, 16).replace("T", " ")} UTC`}. Band: 95 % interval. Association, not cause.`,
  };
}
