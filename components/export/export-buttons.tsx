"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { chartPng, type ChartCaption } from "./chart-png.ts";
import { fileName } from "./file-name.ts";
import { saveFile } from "./save-file.ts";
import { saveTable as saveRows } from "./save-table.ts";

interface ExportButtonsProps {
  caption: ChartCaption;
  /** The rows with their head; null: there is no table now. */
  rows?: () => (string | null)[][] | null;
  /** The chart; null: there is none now. */
  chart?: () => SVGSVGElement | null;
}

/** Takes a table or a chart away as a file. What it holds is what the page shows: small groups stay hidden. */
export function ExportButtons({ caption, rows, chart }: ExportButtonsProps) {
  const [said, setSaid] = useState("");
  const name = [caption.title, caption.subtitle];
  const saveTable = () => {
    const table = rows?.() ?? null;
    if (table === null) {
      setSaid("There is no table to save.");
      return;
    }
    saveRows(name, table);
    setSaid("");
  };
  const saveChart = () => {
    const svg = chart?.() ?? null;
    if (svg === null) {
      setSaid("There is no chart to save.");
      return;
    }
    chartPng(svg, caption).then(
      (picture) => {
        saveFile(fileName(name, "png"), picture);
        setSaid("");
      },
      () => setSaid("This browser could not make the picture."),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-1 print:hidden">
      <span role="status" className="text-amber-ink text-xs empty:hidden">
        {said}
      </span>
      {rows === undefined ? null : (
        <Button variant="quiet" onClick={saveTable}>
          CSV<span className="sr-only">: save {caption.title} as a table</span>
        </Button>
      )}
      {chart === undefined ? null : (
        <Button variant="quiet" onClick={saveChart}>
          PNG<span className="sr-only">: save {caption.title} as a picture</span>
        </Button>
      )}
    </div>
  );
}
