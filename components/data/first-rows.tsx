"use client";

import { useState, type ReactNode } from "react";
import { Button } from "@/components/ui/button.tsx";

interface FirstRowsProps<Row> {
  rows: readonly Row[];
  /** So many are shown at first. */
  count: number;
  /** What they are, in the plural: "sources". */
  what: string;
  children: (shown: readonly Row[]) => ReactNode;
}

/** The first rows of a long list and a button for all of them: hundreds of rows would hold up the page. */
export function FirstRows<Row>({ rows, count, what, children }: FirstRowsProps<Row>) {
  const [isWhole, setWhole] = useState(false);
  // Two rows more are sooner read than a button is pressed.
  const isCut = !isWhole && rows.length > count + 2;
  return (
    <>
      {children(isCut ? rows.slice(0, count) : rows)}
      {isCut ? (
        <p className="border-line flex items-center gap-3 border-t px-4 py-2">
          <span className="text-ink-3 text-sm">The first {count} are shown.</span>
          <Button onClick={() => setWhole(true)}>
            Show all {rows.length.toLocaleString("en-US")} {what}
          </Button>
        </p>
      ) : null}
    </>
  );
}
