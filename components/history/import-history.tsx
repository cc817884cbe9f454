"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { ImportList } from "./import-list.tsx";
import { ImportPreview } from "./import-preview.tsx";
import { historyImportsQuery, importHistoryFile } from "./queries.ts";

/** Brings in what happened before Staygreen looked: choose a file, see what would happen, import, undo. */
export function ImportHistory() {
  const mayImport = useCan("registry.write");
  const imports = useQuery(historyImportsQuery);
  return (
    <Card title="Import past history" flush>
      {mayImport ? (
        <div className="border-line border-b px-4 py-3">
          <ImportForm />
        </div>
      ) : null}
      <Loaded query={imports} what="The list of imports" skeleton={<SkeletonRows rows={2} />}>
        {(list) => <ImportList imports={list.data} mayUndo={mayImport} />}
      </Loaded>
    </Card>
  );
}

function ImportForm() {
  const client = useQueryClient();
  const input = useRef<HTMLFormElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const preview = useMutation({ mutationFn: (chosen: File) => importHistoryFile(chosen, true) });
  const store = useMutation({
    mutationFn: (chosen: File) => importHistoryFile(chosen, false),
    onSuccess: async () => {
      input.current?.reset();
      setFile(null);
      preview.reset();
      await client.invalidateQueries({ queryKey: ["history-imports"] });
      await client.invalidateQueries({ queryKey: ["phone-numbers"] });
    },
  });
  const pending = preview.isPending || store.isPending;
  const looked = preview.data;
  return (
    <form
      ref={input}
      noValidate
      className="max-w-3xl space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== null && !pending) preview.mutate(file);
      }}
    >
      <TextField
        type="file"
        name="file"
        accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json"
        label="File"
        hint="CSV with the columns subject, id, field, value, at; or NDJSON or JSON. Up to 100,000 rows and 10 MB. Times need a zone."
        onChange={(event) => {
          preview.reset();
          store.reset();
          const chosen = event.currentTarget.files?.[0] ?? null;
          setFile(chosen);
          if (chosen !== null) preview.mutate(chosen);
        }}
      />
      <FormProblem error={preview.error ?? store.error} />
      {looked === undefined ? null : <ImportPreview result={looked} />}
      {store.data === undefined ? null : <ImportPreview result={store.data} />}
      <div className="flex flex-wrap items-center gap-3">
        {looked === undefined ? (
          <Button type="submit" pending={preview.isPending} pendingText="Reading…" disabled={file === null}>
            Look at the file
          </Button>
        ) : (
          <Button
            variant="primary"
            pending={store.isPending}
            pendingText="Importing…"
            disabled={looked.accepted === 0}
            onClick={() => {
              if (file !== null) store.mutate(file);
            }}
          >
            {looked.accepted === 0
              ? "Nothing new to import"
              : `Import ${looked.accepted.toLocaleString("en")} rows`}
          </Button>
        )}
        <span className="text-ink-3 text-sm">
          Imported history is drawn as such and never changes a present state.
        </span>
      </div>
    </form>
  );
}
