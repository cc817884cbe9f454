"use client";

import { useRef, type ReactNode } from "react";
import type { ChartCaption } from "./chart-png.ts";
import { ExportButtons } from "./export-buttons.tsx";
import { tableRows } from "./table-rows.ts";

interface ExportBoxProps {
  caption: ChartCaption;
  hasChart?: boolean;
  children: ReactNode;
}

/** Makes the tables and the chart of a card that knows nothing of files savable. Several tables follow each other. */
export function ExportBox({ caption, hasChart = false, children }: ExportBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = () => {
    const tables = [...(box.current?.querySelectorAll("table") ?? [])].map(tableRows);
    if (tables.length === 0) return null;
    return tables.flatMap((table, index) => (index === 0 ? table : [[], ...table]));
  };
  const chart = () => box.current?.querySelector<SVGSVGElement>("svg.recharts-surface") ?? null;
  return (
    <div className="group">
      <div ref={box} className="has-[table]:[&>section]:pb-9">
        {children}
      </div>
      {/* In the lower right corner of the card, which knows nothing of it; while there is nothing to save, not at all. */}
      <div className="relative -mt-11 mr-3 hidden justify-end pb-3 group-has-[table]:flex">
        <ExportButtons caption={caption} rows={rows} {...(hasChart ? { chart } : {})} />
      </div>
    </div>
  );
}
