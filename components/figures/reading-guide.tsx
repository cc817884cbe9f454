import type { ReactNode } from "react";
import { Card } from "@/components/ui/card.tsx";
import { volumeFloor } from "./rate-points.ts";

/** How to read the marks and words of these tables. */
export function ReadingGuide({ smallGroupSize }: { smallGroupSize: number | null }) {
  return (
    <Card title="How to read this" id="reading-guide">
      <dl className="grid gap-x-8 gap-y-3 text-sm md:grid-cols-2">
        <Entry name="Negative per 1,000">
          Blocks, reports, opt-outs and suspected blocks together, by 1,000 messages. The line is the 95 %
          interval, on one scale for all rows; an arrow says that it goes on. Press any figure to see how it
          came about.
        </Entry>
        <Entry name="Hollow points">
          Fewer than {volumeFloor} messages stand behind the point: it says little. Where a line is broken,
          nothing was sent.
        </Entry>
        <Entry name="Against before">
          The rate as a multiple of the equal period right before, with its 95 % interval. Only when the
          interval leaves out 1 is it called worse or better.
        </Entry>
        <Entry name="Observed, imported, inferred">
          Observed: Meta or your systems told it as it happened. Imported: it came from a file. Inferred:
          concluded from messages that stopped arriving; suspected blocks always are. The figures of each row
          say how many are which.
        </Entry>
        <Entry name="No opt-in known" id="no-opt-in-known">
          These messages and signals belong to people of whom no opt-in before is known here, or whose contact
          the message did not name. Import their opt-ins and they move to their sources by themselves.
        </Entry>
        <Entry name="Too few to show">
          Groups with fewer than {smallGroupSize ?? "a set number of"} exposures are named but not counted, so
          that nobody can be picked out. Totals leave them out.
        </Entry>
      </dl>
    </Card>
  );
}

function Entry({ name, id, children }: { name: string; id?: string; children: ReactNode }) {
  return (
    <div id={id} className="target:bg-window rounded-md">
      <dt className="font-semibold">{name}</dt>
      <dd className="text-ink-2 mt-0.5">{children}</dd>
    </div>
  );
}
