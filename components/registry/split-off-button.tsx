import type { EntryReferenceDto } from "@/lib/contracts/registry.ts";
import type { EntryKind } from "@/lib/core/registry/entry-state.ts";
import { ActButton } from "./act-button.tsx";
import { actOnEntry } from "./queries.ts";

/** Undoes the merge of an entry. */
export function SplitOffButton({ kind, entry }: { kind: EntryKind; entry: EntryReferenceDto }) {
  return (
    <ActButton
      label="Split off"
      about={entry.name}
      question={`Split off ${entry.name}?`}
      confirmLabel="Split off"
      act={() => actOnEntry(kind, entry.id, "split-off")}
    >
      <p>
        What came and comes in as <span className="font-mono">{entry.key}</span> is counted by itself again,
        with the name, owner and tags it had before.
      </p>
    </ActButton>
  );
}
