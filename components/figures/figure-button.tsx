"use client";

import type { ReactNode } from "react";
import type { FigureRow } from "@/lib/contracts/cells.ts";
import type { Explained } from "./explain-figure.ts";
import type { Explain } from "./figure-dialog.tsx";

interface FigureButtonProps {
  row: FigureRow;
  figure: Explained;
  explain: Explain;
  /**
   * One figure of each row of a long table is reached with the tab key; its dialog holds those of the whole row, so that
   * nobody has to press the key nine times a row.
   */
  isStop?: boolean;
  className?: string;
  children: ReactNode;
}

/** A figure that says, when pressed, what it means and how it came about. */
export function FigureButton({
  row,
  figure,
  explain,
  isStop = false,
  className = "",
  children,
}: FigureButtonProps) {
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      aria-haspopup="dialog"
      onClick={() => explain(row, figure)}
      className={`hit hover:decoration-current decoration-line-strong text-inherit tabular-nums underline decoration-dotted underline-offset-4 ${className}`}
    >
      {children}
    </button>
  );
}
