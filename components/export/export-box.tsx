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
    <div>
      <div ref={box}>{children}</div>
      {/* In the lower right corner of the card, which knows nothing of it. */}
      <div className="relative -mt-11 mr-3 mb-2 flex justify-end">
        <ExportButtons caption={caption} rows={rows} {...(hasChart ? { chart } : {})} />
      </div>
    </div>
  );
}
