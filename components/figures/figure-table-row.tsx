"use client";

import Link from "next/link";
import { RowHead, Td } from "@/components/ui/table.tsx";
import { negativeKinds, type FigureRow, type FigureSubject } from "@/lib/contracts/cells.ts";
import { FigureButton } from "./figure-button.tsx";
import type { Explain } from "./figure-dialog.tsx";
import {
  changeWords,
  countText,
  differenceText,
  perThousand,
  stateWord,
  toneWords,
  trendWords,
} from "./figure-words.ts";
import { RateWhisker } from "./rate-whisker.tsx";
import { signalRate } from "./sort-rows.ts";
import { TrendSpark } from "./trend-spark.tsx";

interface RowProps {
  row: FigureRow;
  by: FigureSubject;
  href: string | null;
  scale: number;
  smallGroupSize: number;
  isCompared: boolean;
  explain: Explain;
}

export function FigureTableRow({ row, by, href, scale, smallGroupSize, isCompared, explain }: RowProps) {
  const ask = { row, explain };
  return (
    <tr>
      <RowHead className="bg-surface max-w-64 min-w-36 break-words sm:sticky sm:left-0 sm:z-10">
        <RowName row={row} by={by} href={href} />
      </RowHead>
      {by === "source" ? (
        <Td className="max-2xl:hidden">{row.methodName ?? <span className="text-ink-3">none</span>}</Td>
      ) : null}
      {row.gained === null ? null : (
        <Td className="text-right whitespace-nowrap">
          <FigureButton {...ask} figure="gained">
            {countText(row.gained)}
          </FigureButton>
          {isCompared && row.previousGained !== null ? (
            <div className="text-ink-3 text-xs tabular-nums">
              {differenceText(row.gained, row.previousGained)}
            </div>
          ) : null}
        </Td>
      )}
      {row.current.suppressed ? (
        <Td colSpan={2} className="text-ink-3">
          <FigureButton {...ask} figure="exposures" isStop>
            fewer than {smallGroupSize} exposures
          </FigureButton>
        </Td>
      ) : (
        <>
          <Td className="text-right">
            <FigureButton {...ask} figure="exposures">
              {countText(row.current.exposures ?? 0)}
            </FigureButton>
          </Td>
          <Td>
            <Rate {...ask} scale={scale} />
          </Td>
        </>
      )}
      {isCompared ? (
        <Td className="whitespace-nowrap">
          <Change {...ask} />
        </Td>
      ) : null}
      {negativeKinds.map((kind) => (
        <Td key={kind} className="text-right max-md:hidden">
          <SignalFigure {...ask} kind={kind} />
        </Td>
      ))}
      <Td className="whitespace-nowrap">
        <TrendSpark points={row.points} />
        <FigureButton {...ask} figure="trend" className="text-ink-3 text-xs">
          {trendWords[row.trend]}
        </FigureButton>
      </Td>
    </tr>
  );
}

function RowName({ row, by, href }: Pick<RowProps, "row" | "by" | "href">) {
  const below = [stateWord(row.state), row.owner].filter((part) => part !== null);
  if (row.key === null) {
    return (
      <>
        {row.name}
        {by === "source" || by === "cohort" || by === "method" ? (
          <div className="text-xs font-normal">
            <a href="#no-opt-in-known" className="link hit">
              why
            </a>
          </div>
        ) : null}
      </>
    );
  }
  return (
    <>
      {href === null ? (
        row.name
      ) : (
        <Link href={href} prefetch={false} className="link hit">
          {row.name}
        </Link>
      )}
      {by === "source" && row.methodName !== null ? (
        // Its column has no room there.
        <div className="text-ink-3 text-xs font-normal 2xl:hidden">{row.methodName}</div>
      ) : null}
      {below.length === 0 ? null : <div className="text-ink-3 text-xs font-normal">{below.join(" · ")}</div>}
    </>
  );
}

interface FigureProps {
  row: FigureRow;
  explain: Explain;
}

function Rate({ row, explain, scale }: FigureProps & { scale: number }) {
  const { rate, interval, exposures } = row.current;
  if (rate === null || interval === null || exposures === null) {
    return (
      <FigureButton row={row} figure="rate" explain={explain} isStop className="text-ink-3">
        no exposures
      </FigureButton>
    );
  }
  return (
    <div className="flex items-center gap-3">
      <FigureButton
        row={row}
        figure="rate"
        explain={explain}
        isStop
        className="w-10 text-right font-semibold"
      >
        {perThousand(rate)}
      </FigureButton>
      <div>
        <RateWhisker rate={rate} interval={interval} exposures={exposures} scale={scale} />
        <div className="text-ink-3 text-xs whitespace-nowrap tabular-nums">
          {perThousand(interval[0])} to {perThousand(interval[1])}
        </div>
      </div>
    </div>
  );
}

const toneClass = { worse: "text-red-ink", better: "text-green-ink", unclear: "text-ink-3" } as const;
const toneMark = { worse: "▲", better: "▼", unclear: "" } as const;

function Change({ row, explain }: FigureProps) {
  const { ratio, range, tone } = changeWords(row.change);
  return (
    <>
      <FigureButton
        row={row}
        figure="change"
        explain={explain}
        className={row.change === null ? "text-ink-3" : ""}
      >
        {ratio}
        {range === "" ? "" : `, ${range}`}
      </FigureButton>
      {row.change === null ? null : (
        <div className={`text-xs ${toneClass[tone]}`}>
          <span aria-hidden="true">{toneMark[tone]} </span>
          {toneWords[tone]}
        </div>
      )}
    </>
  );
}

function SignalFigure({ row, explain, kind }: FigureProps & { kind: (typeof negativeKinds)[number] }) {
  const { signals } = row.current;
  if (signals === null) return <span className="text-ink-3">–</span>;
  const rate = signalRate(row, kind);
  return (
    <FigureButton row={row} figure={kind} explain={explain}>
      {rate === null ? `${countText(signals[kind])} in all` : perThousand(rate)}
    </FigureButton>
  );
}
