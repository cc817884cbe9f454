import type { HoldDto } from "@/lib/contracts/holds.ts";
import { stateLooks } from "./hold-words.ts";

/** Where a hold stands; a dry run is marked as such. */
export function HoldBadge({ hold }: { hold: HoldDto }) {
  const { box, path, label } = stateLooks[hold.state];
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <span
        className={`inline-flex items-center gap-1.5 rounded px-2 py-0.5 text-xs font-semibold whitespace-nowrap ${box}`}
      >
        <svg width="8" height="8" viewBox="0 0 12 12" aria-hidden="true" fill="currentColor">
          <path d={path} />
        </svg>
        {label}
      </span>
      {hold.dryRun ? (
        <span className="border-line-strong text-ink-2 rounded border border-dashed px-2 py-0.5 text-xs font-semibold">
          Dry run
        </span>
      ) : null}
    </span>
  );
}
