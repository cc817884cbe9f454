"use client";

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ImportPreview } from "@/lib/contracts/imports.ts";
import type { ImportDecisions } from "./decisions.ts";
import { FieldMapping } from "./field-mapping.tsx";
import { FileChoice } from "./file-choice.tsx";
import { FormSettings } from "./form-settings.tsx";
import { PreviewTable } from "./preview-table.tsx";
import { createImport, openChosen, previewQuery, sameFileQuery, type ChosenFile } from "./queries.ts";
import { RunProgress } from "./run-progress.tsx";
import { SameFile } from "./same-file.tsx";
import { useImportRun } from "./use-import-run.ts";

/** A file from its choice to its last row. */
export function ImportForm() {
  const { organization } = useMe();
  const opening = useMutation({ mutationFn: openChosen });
  const sending = useImportRun();
  const [decisions, setDecisions] = useState<ImportDecisions>({ timeZone: organization.timeZone });
  const chosen = opening.data;
  const { run } = sending;
  const isBusy = run?.phase === "running";
  return (
    <div className="space-y-5">
      {isBusy ? null : (
        <FileChoice
          file={chosen?.file ?? null}
          onChoose={(file) => {
            sending.forget();
            setDecisions({ timeZone: organization.timeZone });
            opening.mutate(file);
          }}
        />
      )}
      <FormProblem error={opening.error} />
      {run === null || chosen === undefined ? null : (
        <RunProgress
          run={run}
          onPause={sending.pause}
          onCancel={() => void sending.cancel()}
          onGoOn={() => void sending.goOn(chosen.file)}
        />
      )}
      {chosen === undefined || (run !== null && !(run.phase === "ended" && run.one.dryRun)) ? null : (
        <Decide
          key={chosen.mark}
          chosen={chosen}
          decisions={decisions}
          onDecide={setDecisions}
          onStart={(one) => void sending.start(chosen.file, one)}
        />
      )}
    </div>
  );
}

function Decide({
  chosen,
  decisions,
  onDecide,
  onStart,
}: {
  chosen: ChosenFile;
  decisions: ImportDecisions;
  onDecide: (decisions: ImportDecisions) => void;
  onStart: (one: Awaited<ReturnType<typeof createImport>>) => void;
}) {
  const preview = useQuery({ ...previewQuery(chosen, decisions), placeholderData: keepPreviousData });
  const same = useQuery(sameFileQuery(chosen.mark));
  const begin = useMutation({
    mutationFn: (dryRun: boolean) => createImport(chosen, decisions, dryRun),
    onSuccess: onStart,
  });
  if (preview.data === undefined) {
    return preview.error === null ? <SkeletonRows rows={4} /> : <FormProblem error={preview.error} />;
  }
  const isBlocked = preview.data.faults.length > 0 || preview.isPlaceholderData;
  return (
    <div className="space-y-5">
      <SameFile imports={same.data?.data ?? []} onGoOn={onStart} />
      <FormSettings preview={preview.data} decisions={decisions} onDecide={onDecide} />
      <FieldMapping preview={preview.data} decisions={decisions} onDecide={onDecide} />
      <Faults preview={preview.data} />
      <FormProblem error={preview.error ?? begin.error} />
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          disabled={isBlocked}
          pending={begin.isPending}
          pendingText="Starting…"
          onClick={() => begin.mutate(false)}
        >
          Import the file
        </Button>
        <Button disabled={isBlocked} pending={begin.isPending} onClick={() => begin.mutate(true)}>
          Dry run
        </Button>
        <span className="text-ink-3 text-sm">A dry run judges every row and stores none.</span>
      </div>
      <PreviewTable preview={preview.data} />
    </div>
  );
}

function Faults({ preview }: { preview: ImportPreview }) {
  if (preview.faults.length === 0) return null;
  return (
    <Notice tone="amber" live title="Decide this first">
      <ul className="list-disc pl-4">
        {preview.faults.map(({ message }) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </Notice>
  );
}
