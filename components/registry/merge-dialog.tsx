"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { TextField } from "@/components/ui/field.tsx";
import { faultOf } from "@/components/ui/form-faults.ts";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { entryNames, type EntryKind } from "@/lib/core/registry/entry-state.ts";
import { actOnEntry, entrySearchQuery, type RegistryEntry } from "./queries.ts";

/** Chooses the entry that will stand for this one, says what that does, and merges. */
export function MergeDialog({ kind, entry }: { kind: EntryKind; entry: RegistryEntry }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        Merge…<span className="sr-only"> {entry.name}</span>
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        onClose={() => setOpen(false)}
        className="rounded-card border-line bg-surface text-ink m-auto w-[min(34rem,calc(100vw-2rem))] border p-5 text-left whitespace-normal"
      >
        <h2 id={titleId} className="text-lg font-semibold break-words">
          Merge {entry.name}
        </h2>
        {isOpen ? <MergeForm kind={kind} entry={entry} onDone={() => dialog.current?.close()} /> : null}
      </dialog>
    </>
  );
}

function MergeForm({ kind, entry, onDone }: { kind: EntryKind; entry: RegistryEntry; onDone: () => void }) {
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [target, setTarget] = useState<RegistryEntry | null>(null);
  const found = useQuery(entrySearchQuery(kind, text.trim()));
  const merge = useMutation({
    mutationFn: (into: string) => actOnEntry(kind, entry.id, "merge", { into }),
    onSuccess: () => {
      onDone();
      return client.invalidateQueries();
    },
  });
  const choices = (found.data?.data ?? []).filter(({ id, state }) => id !== entry.id && state !== "merged");
  return (
    <form
      className="mt-3 space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (target !== null && !merge.isPending) merge.mutate(target.id);
      }}
    >
      <TextField
        label={`Find the ${entryNames[kind]} that shall stand for it`}
        type="search"
        autoFocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        hint="Part of its name or key."
        fault={faultOf(merge.error, "into")}
      />
      <fieldset>
        <legend className="sr-only">What was found</legend>
        <div className="border-line max-h-56 overflow-y-auto rounded-md border">
          {choices.map((choice) => (
            <label
              key={choice.id}
              className="hover:bg-sunken flex min-h-9 items-center gap-2 px-3 py-1.5 break-words"
            >
              <input
                type="radio"
                name="into"
                value={choice.id}
                checked={target?.id === choice.id}
                onChange={() => setTarget(choice)}
              />
              <span className="min-w-0">
                {choice.name} <span className="text-ink-3 font-mono text-xs">{choice.key}</span>
              </span>
            </label>
          ))}
          <p role="status" className="text-ink-3 px-3 py-2 text-sm empty:hidden">
            {found.error !== null
              ? "The list could not be read. Change the text to try again."
              : found.data !== undefined && choices.length === 0
                ? "Nothing else was found."
                : (found.data?.nextCursor ?? null) !== null
                  ? "There are more: type more of the name."
                  : ""}
          </p>
        </div>
      </fieldset>
      <div role="status">{target === null ? null : <MergePreview entry={entry} target={target} />}</div>
      <FormProblem error={merge.error} fields={["into"]} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          disabled={target === null}
          pending={merge.isPending}
          pendingText="Merging…"
        >
          Merge
        </Button>
      </div>
    </form>
  );
}

/** What a merge will do, in words. */
export function MergePreview({ entry, target }: { entry: RegistryEntry; target: RegistryEntry }) {
  const below = entry.mergedEntries.length;
  return (
    <ul className="text-ink-2 list-disc space-y-1 pl-4 text-sm break-words">
      <li>
        What came and comes in as <span className="font-mono">{entry.key}</span> is counted under{" "}
        {target.name}, for all times. Your systems may go on sending that key.
      </li>
      {below === 0 ? null : (
        <li>
          So is what was merged into {entry.name} before: {below} {below === 1 ? "entry" : "entries"}.
        </li>
      )}
      {(target.activationMethodName ?? null) === null ||
      target.activationMethodName === entry.activationMethodName ? null : (
        <li>It then counts for the activation method {target.activationMethodName}.</li>
      )}
      <li>Nothing is deleted. Splitting it off brings everything back as it is now.</li>
    </ul>
  );
}
