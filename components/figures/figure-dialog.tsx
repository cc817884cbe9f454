"use client";

import { useId, useRef, useState } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { Button } from "@/components/ui/button.tsx";
import type { FigureRow } from "@/lib/contracts/cells.ts";
import {
  basisText,
  explained,
  explainFigure,
  isExplained,
  type Explained,
  type Explanation,
  type FigureFrame,
} from "./explain-figure.ts";
import { countText, rangeText, ruleNames } from "./figure-words.ts";

export type Explain = (row: FigureRow, figure: Explained) => void;

interface Asked {
  readonly row: FigureRow;
  readonly figure: Explained;
}

/** One dialog for all figures of a card: what to call to open it, and the dialog to place somewhere. */
export function useFigureDialog(frame: FigureFrame | undefined) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [asked, setAsked] = useState<Asked | null>(null);
  const explain: Explain = (row, figure) => {
    setAsked({ row, figure });
    dialog.current?.showModal();
  };
  const element = (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={() => setAsked(null)}
      className="rounded-card border-line bg-surface text-ink m-auto max-h-[85dvh] w-[min(36rem,calc(100vw-2rem))] overflow-y-auto border p-5 text-left whitespace-normal"
    >
      <h2 id={titleId} className="text-lg font-semibold break-words">
        {asked === null ? "Figures" : asked.row.name}
      </h2>
      {asked === null || frame === undefined ? null : <Answer asked={asked} frame={frame} />}
      <div className="mt-5 flex justify-end">
        <Button autoFocus onClick={() => dialog.current?.close()}>
          Close
        </Button>
      </div>
    </dialog>
  );
  return { explain, element };
}

function Answer({ asked: { row, figure }, frame }: { asked: Asked; frame: FigureFrame }) {
  const others = explained.filter((one) => one !== figure && isExplained(row, one));
  const basis = basisText(row);
  return (
    <div className="mt-3 space-y-4">
      <Section explanation={explainFigure(row, figure, frame)} isAsked />
      <ul className="text-ink-2 list-disc space-y-1 pl-4 text-sm">
        <li>
          Range: {rangeText(frame.from, frame.to)}, {ruleNames[frame.rule].toLowerCase()}.
        </li>
        <li>
          {row.current.exposures === null
            ? "Behind it: too few rows to be told."
            : `Behind it: ${countText(row.current.exposures)} exposures${row.gained === null ? "" : `, ${countText(row.gained)} new contacts`}.`}
        </li>
        {basis === null ? null : (
          <li>
            Negative signals by how they are known: {basis}. Observed: told by Meta or your systems as it
            happened. Imported: from a file. Inferred: concluded from messages that stopped arriving.
          </li>
        )}
        <li>
          {frame.countedAt === null ? (
            "Nothing has been counted yet."
          ) : (
            <>
              Counted <Ago at={frame.countedAt} />
              {frame.waiting === 0
                ? "; nothing waits to be counted."
                : `; ${countText(frame.waiting)} more facts are being counted.`}
            </>
          )}
        </li>
      </ul>
      <details>
        <summary className="text-accent min-h-6 text-sm font-medium">The other figures of this row</summary>
        <div className="mt-3 space-y-3">
          {others.map((one) => (
            <Section key={one} explanation={explainFigure(row, one, frame)} />
          ))}
        </div>
      </details>
    </div>
  );
}

function Section({
  explanation: { title, value, means, computed },
  isAsked = false,
}: {
  explanation: Explanation;
  isAsked?: boolean;
}) {
  return (
    <div>
      <h3 className={isAsked ? "text-base font-semibold" : "text-sm font-semibold"}>
        {title}: <span className="tabular-nums">{value}</span>
      </h3>
      <p className="mt-0.5">{means}</p>
      <p className="text-ink-2 mt-0.5">{computed}</p>
    </div>
  );
}
