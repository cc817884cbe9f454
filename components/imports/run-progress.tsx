"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { countWords, doneWords, rowsOf, stateWords, timeLeft } from "./import-words.ts";
import { errorFileOf, importsQuery } from "./queries.ts";
import type { ImportRun } from "./use-import-run.ts";

/** Browsers draw this one in their own colours unless each of its parts is told. */
const bar =
  "bg-line [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent block h-2.5 w-full appearance-none overflow-hidden rounded-full border-0";

interface RunProgressProps {
  run: ImportRun;
  onPause: () => void;
  onGoOn: () => void;
  onCancel: () => void;
}

/** How far an import is: bar, rows, speed, time left; then what came of it. */
export function RunProgress({ run, onPause, onGoOn, onCancel }: RunProgressProps) {
  const { one, progress, phase } = run;
  const share = one.fileSize === 0 ? 1 : progress.byteOffset / one.fileSize;
  // Read out at each tenth, not at each slice.
  const spoken = `${Math.floor(share * 10) * 10} % of the file`;
  return (
    <div className="space-y-3">
      <progress
        aria-label={one.dryRun ? "Dry run" : "Import"}
        className={bar}
        max={one.fileSize}
        value={progress.byteOffset}
      />
      <p className="text-ink-2 text-sm tabular-nums">
        {doneWords(progress.byteOffset, one.fileSize)}, {rowsOf(progress).toLocaleString("en")} rows
        {run.speed === null || phase !== "running"
          ? null
          : `, ${run.speed.rowsPerSecond.toLocaleString("en")} rows/s, ${timeLeft(run.speed.secondsLeft)} left`}
      </p>
      <p className="sr-only" role="status">
        {phase === "running" ? spoken : ""}
      </p>
      {run.trouble === null ? null : <Notice tone="amber" live title={run.trouble} />}
      <FormProblem error={run.error} />
      {phase === "running" ? (
        <div className="flex gap-2">
          <Button onClick={onPause}>Pause</Button>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
      ) : null}
      {phase === "paused" || phase === "failed" ? (
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={onGoOn}>
            Go on
          </Button>
          <Button onClick={onCancel}>Cancel the rest</Button>
        </div>
      ) : null}
      {phase === "ended" ? <Outcome run={run} /> : null}
    </div>
  );
}

function Outcome({ run: { one, progress } }: { run: ImportRun }) {
  // The list below may have been used to undo it meanwhile.
  const listed = useQuery(importsQuery).data?.data.find(({ id }) => id === one.id);
  if (listed?.state === "undoing" || listed?.state === "undone") {
    return <Notice live title={`This import is ${stateWords[listed.state].toLowerCase()}`} />;
  }
  const title =
    progress.state === "cancelled"
      ? "The import was cancelled. What was in stays."
      : one.dryRun
        ? "Dry run: nothing was stored"
        : "The file is imported";
  return (
    <Notice live tone={progress.rejectedCount > 0 ? "amber" : "info"} title={title}>
      <p>{countWords(progress, one.dryRun)}.</p>
      {one.dryRun ? <p>Rows that are known already are told apart by the import only.</p> : null}
      {progress.rejectedCount === 0 ? null : (
        <a className={`${buttonClass("secondary")} mt-2`} href={errorFileOf(one.id)} download>
          Download the rejected rows
        </a>
      )}
    </Notice>
  );
}
