import type { ReactNode } from "react";
import { Ago } from "@/components/clock/ago.tsx";
import { countText } from "@/components/figures/figure-words.ts";

interface CountedNoteProps {
  counted: { readonly countedAt: string | null; readonly waiting: number; readonly smallGroupSize: number };
  /** What the figures are of. */
  children: ReactNode;
}

/** What figures are of, how old they are, and what they leave out. */
export function CountedNote({ counted: { countedAt, waiting, smallGroupSize }, children }: CountedNoteProps) {
  return (
    <p className="text-ink-3 max-w-prose text-sm">
      {children}
      {smallGroupSize > 1 ? ` Groups of fewer than ${smallGroupSize} messages are not shown.` : ""}
      {countedAt === null ? (
        " Nothing was counted yet."
      ) : (
        <>
          {" "}
          Counted <Ago at={countedAt} />
          {waiting === 0 ? "." : `; ${countText(waiting)} ${waiting === 1 ? "fact waits" : "facts wait"}.`}
        </>
      )}
    </p>
  );
}
