"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fetchJson } from "@/components/data/fetch-json.ts";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import type { RegistryImportDto } from "@/lib/contracts/registry-document.ts";

const path = "/api/v1/registry";

/** The whole registry as a file, and the way back: first a trial, then for good. */
export function RegistryTransfer() {
  const mayWrite = useCan("registry.write");
  return (
    <Card
      title="The registry as a file"
      actions={
        <a href={path} download="registry.json" className={buttonClass()}>
          Export
        </a>
      }
    >
      <div className="space-y-4">
        <p className="text-ink-2 max-w-prose text-sm">
          Methods, sources, campaigns and wordings in one document, to keep or to bring into another
          installation.
        </p>
        {mayWrite ? (
          <Disclosure summary="Bring one in">
            <ImportForm />
          </Disclosure>
        ) : null}
      </div>
    </Card>
  );
}

function ImportForm() {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const bringIn = useMutation({
    mutationFn: async ({ chosen, dryRun }: { chosen: File; dryRun: boolean }): Promise<RegistryImportDto> =>
      fetchJson(
        `${path}?dryRun=${String(dryRun)}`,
        async () => (await import("@/lib/contracts/registry-document.ts")).registryImportShape,
        { method: "POST", body: await readDocument(chosen) },
      ),
    onSuccess: ({ applied }) => (applied ? client.invalidateQueries() : undefined),
  });
  const tried = bringIn.data;
  const mayApply = tried !== undefined && !tried.applied && tried.faults.length === 0;
  return (
    <div className="max-w-3xl space-y-4">
      <TextField
        type="file"
        name="document"
        label="Document"
        accept=".json"
        hint="As the button Export makes it, up to 1 MB. What is missing is made, what differs is changed, nothing is removed."
        onChange={(event) => {
          setFile(event.currentTarget.files?.[0] ?? null);
          bringIn.reset();
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          pending={bringIn.isPending}
          pendingText="Reading…"
          disabled={file === null}
          onClick={() => {
            if (file !== null) bringIn.mutate({ chosen: file, dryRun: true });
          }}
        >
          Try it
        </Button>
        {mayApply && file !== null ? (
          <Button
            variant="primary"
            pending={bringIn.isPending}
            pendingText="Bringing in…"
            onClick={() => bringIn.mutate({ chosen: file, dryRun: false })}
          >
            Bring it in
          </Button>
        ) : null}
      </div>
      <FormProblem error={bringIn.error} />
      <div role="status">{tried === undefined ? null : <ImportSummary result={tried} />}</div>
    </div>
  );
}

function ImportSummary({ result }: { result: RegistryImportDto }) {
  const { applied, made, changed, left, faults } = result;
  return (
    <div className="space-y-2 text-sm">
      <p>
        {applied ? "It is brought in" : "Nothing is stored yet. It would be"}: {made.length} new,{" "}
        {changed.length} changed, {left} as they are.
      </p>
      {faults.length === 0 ? null : (
        <>
          <p className="text-red-ink font-medium">Change these in the document first:</p>
          <ul className="max-h-80 list-disc overflow-auto pl-5 break-words">
            {faults.map(({ path: place, message }) => (
              <li key={`${place} ${message}`}>
                <span className="font-mono">{place}</span> {message}
              </li>
            ))}
          </ul>
        </>
      )}
      {changed.length === 0 ? null : (
        <ul className="max-h-80 list-disc overflow-auto pl-5 break-words">
          {changed.map(({ list, key, fields }) => (
            <li key={`${list} ${key}`}>
              {list}, {key}: {fields.join(", ")}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is no JSON goes to the server as null: it says that the document is none. */
async function readDocument(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    return null;
  }
}
