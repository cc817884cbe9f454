"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Notice } from "@/components/ui/notice.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import { countryName } from "@/lib/core/registry/countries.ts";
import { entryNames, type EntryKind } from "@/lib/core/registry/entry-state.ts";
import { ActButton } from "./act-button.tsx";
import { ChangeHistory } from "./change-history.tsx";
import { kindsWords } from "./declared-kind-words.ts";
import { EntryForm } from "./entry-form.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { actOnEntry, entryQuery, type RegistryEntry } from "./queries.ts";
import { SplitOffButton } from "./split-off-button.tsx";

interface EntryPanelProps {
  kind: EntryKind;
  id: string;
  /** More cards between the entry and its history. */
  children?: (entry: RegistryEntry, mayWrite: boolean) => ReactNode;
}

/** What the registry knows of one source or campaign, and everything that can be done to it. */
export function EntryPanel({ kind, id, children }: EntryPanelProps) {
  const entry = useQuery(entryQuery(kind, id));
  const mayWrite = useCan("registry.write");
  return (
    <Loaded query={entry} what={`The ${entryNames[kind]}`} skeleton={<SkeletonCard rows={5} />}>
      {(one) => (
        <div className="space-y-4">
          <Card title="In the registry">
            <div className="space-y-4">
              <Standing kind={kind} entry={one} mayWrite={mayWrite} />
              <EntryFacts kind={kind} entry={one} mayWrite={mayWrite} />
              {mayWrite && one.state !== "merged" ? <EntryActs kind={kind} entry={one} /> : null}
            </div>
          </Card>
          {children?.(one, mayWrite && one.state !== "merged")}
          <Card title="History">
            <ChangeHistory kind={kind} id={id} />
          </Card>
        </div>
      )}
    </Loaded>
  );
}

interface PartProps {
  kind: EntryKind;
  entry: RegistryEntry;
  mayWrite: boolean;
}

/** What is special about it: that nobody has claimed it, that another stands for it, that it is over. */
function Standing({ kind, entry, mayWrite }: PartProps) {
  switch (entry.state) {
    case "registered":
      return null;
    case "retired":
      return (
        <Notice title="Retired">
          <p>It is no longer in use. What still comes in under its key is counted.</p>
        </Notice>
      );
    case "merged":
      return (
        <Notice
          tone="info"
          title={<>Merged into {standIn(kind, entry)}</>}
          action={mayWrite ? <SplitOffButton kind={kind} entry={entry} /> : undefined}
        >
          <p>What comes in under its key is counted there.</p>
        </Notice>
      );
    case "unregistered":
      return (
        <>
          <Notice tone="amber" title="Nobody has claimed this key">
            <p>
              {mayWrite
                ? `Data named it, and all of it is counted. Claim it below, or merge it into the ${entryNames[kind]} that it is a spelling of.`
                : "Data named it, and all of it is counted. A growth manager or an administrator can claim it."}
            </p>
          </Notice>
          {mayWrite ? <EntryForm kind={kind} entry={entry} /> : null}
        </>
      );
  }
}

function standIn(kind: EntryKind, { mergedInto }: RegistryEntry) {
  if (mergedInto === null) return "another entry";
  return (
    <Link href={`/${kind === "campaign" ? "campaigns" : "sources"}/${mergedInto.id}`} className="link">
      {mergedInto.name}
    </Link>
  );
}

function EntryFacts({ kind, entry, mayWrite }: PartProps) {
  const none = (word: string) => <span className="text-ink-3">{word}</span>;
  return (
    <Facts>
      <Fact name="Name">
        <span className="break-words">{entry.name}</span>
      </Fact>
      <Fact name="Key" note="How data names it. It never changes.">
        <span className="font-mono text-sm break-all">{entry.key}</span>
      </Fact>
      {kind === "opt-in-source" ? (
        <>
          <Fact name="Activation method">{entry.activationMethodName ?? none("none yet")}</Fact>
          <Fact name="Country">
            {entry.country === undefined || entry.country === null
              ? none("not said")
              : countryName(entry.country)}
          </Fact>
          <Fact name="Declared messages" note="What people are told, where they opt in, will be sent.">
            {entry.declaredKinds === undefined || entry.declaredKinds === null
              ? none("nothing here: what its method declares counts")
              : kindsWords(entry.declaredKinds)}
          </Fact>
        </>
      ) : null}
      <Fact name="Owner">{entry.owner ?? none("nobody")}</Fact>
      <Fact name="Tags">{entry.tags.length === 0 ? none("none") : entry.tags.join(", ")}</Fact>
      <Fact name="State">{entry.state}</Fact>
      <Fact name="Known since">
        <InstantText at={entry.createdAt} style="day" />
      </Fact>
      {entry.mergedEntries.length === 0 ? null : (
        <Fact name="Merged into this">
          <ul className="space-y-2">
            {entry.mergedEntries.map((merged) => (
              <li key={merged.id} className="flex flex-wrap items-center justify-between gap-2">
                <span className="min-w-0 break-words">
                  {merged.name} <span className="text-ink-3 font-mono text-xs">{merged.key}</span>
                </span>
                {mayWrite ? <SplitOffButton kind={kind} entry={merged} /> : null}
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </Facts>
  );
}

function EntryActs({ kind, entry }: { kind: EntryKind; entry: RegistryEntry }) {
  return (
    <div className="space-y-3">
      {entry.state === "unregistered" ? null : (
        <Disclosure
          summary={
            kind === "campaign"
              ? "Change name, owner or tags"
              : "Change name, method, country, declared messages, owner or tags"
          }
        >
          <EntryForm kind={kind} entry={entry} />
        </Disclosure>
      )}
      <div className="flex flex-wrap gap-2">
        <MergeDialog kind={kind} entry={entry} />
        {entry.state === "retired" ? null : (
          <ActButton
            label="Retire"
            about={entry.name}
            question={`Retire ${entry.name}?`}
            confirmLabel="Retire"
            act={() => actOnEntry(kind, entry.id, "retire")}
          >
            <p>It is marked as no longer in use. Its history stays, and what still comes in is counted.</p>
          </ActButton>
        )}
      </div>
    </div>
  );
}
