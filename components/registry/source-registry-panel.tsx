"use client";

import { Card } from "@/components/ui/card.tsx";
import { EntryPanel } from "./entry-panel.tsx";
import { WordingSection } from "./wording-section.tsx";

/** What the registry knows of one opt-in source: claim, change, merge, wordings, history. */
export function SourceRegistryPanel({ sourceId }: { sourceId: string }) {
  return (
    <EntryPanel kind="opt-in-source" id={sourceId}>
      {(source, mayWrite) => (
        <Card title="Wordings">
          <WordingSection sourceId={source.id} mayWrite={mayWrite} />
        </Card>
      )}
    </EntryPanel>
  );
}
