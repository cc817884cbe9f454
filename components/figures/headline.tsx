"use client";

import type { ReactNode } from "react";
import type { FigureRow } from "@/lib/contracts/cells.ts";
import { basisText } from "./explain-figure.ts";
import type { Explained } from "./explain-figure.ts";
import { FigureButton } from "./figure-button.tsx";
import type { Explain } from "./figure-dialog.tsx";
import { changeWords, countText, differenceText, perThousand, toneWords } from "./figure-words.ts";

interface HeadlineProps {
  row: FigureRow;
  isCompared: boolean;
  smallGroupSize: number;
  explain: Explain;
}

/** The four figures that say how one source or campaign does. */
export function Headline({ row, isCompared, smallGroupSize, explain }: HeadlineProps) {
  const { exposures, rate, interval, suppressed } = row.current;
  const { ratio, range, tone } = changeWords(row.change);
  const tile = (figure: Explained, name: string, value: string, below: ReactNode) => (
    <div className="border-line rounded-md border px-4 py-3">
      <dt className="text-ink-3 text-sm">{name}</dt>
      <dd>
        <FigureButton row={row} figure={figure} explain={explain} isStop className="text-lg font-semibold">
          {value}
        </FigureButton>
        <div className="text-ink-3 text-xs">{below}</div>
      </dd>
    </div>
  );
  const few = `fewer than ${smallGroupSize}`;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {row.gained === null
        ? null
        : tile(
            "gained",
            "Contacts gained",
            countText(row.gained),
            isCompared && row.previousGained !== null ? differenceText(row.gained, row.previousGained) : "",
          )}
      {tile(
        "exposures",
        "Exposures",
        exposures === null ? few : countText(exposures),
        suppressed ? "too few to show more" : (basisText(row) ?? ""),
      )}
      {tile(
        "rate",
        "Negative per 1,000",
        rate === null ? (suppressed ? few : "no exposures") : perThousand(rate),
        interval === null ? "" : `95 % interval ${perThousand(interval[0])} to ${perThousand(interval[1])}`,
      )}
      {isCompared
        ? tile(
            "change",
            "Against the period before",
            ratio,
            row.change === null ? "" : range === "" ? toneWords[tone] : `${range}: ${toneWords[tone]}`,
          )
        : null}
    </dl>
  );
}
