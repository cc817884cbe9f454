"use client";

import { useQuery } from "@tanstack/react-query";
import { Ago } from "@/components/clock/ago.tsx";
import { FirstRows } from "@/components/data/first-rows.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { entryNames, type EntryKind } from "@/lib/core/registry/entry-state.ts";
import { EntryForm } from "./entry-form.tsx";
import { MergeDialog } from "./merge-dialog.tsx";
import { unregisteredQuery } from "./queries.ts";

/** Keys that came in with data and that nobody has claimed, each with what to do about it. For a flush card. */
export function UnregisteredList({ kind }: { kind: EntryKind }) {
  const entries = useQuery(unregisteredQuery(kind));
  const mayWrite = useCan("registry.write");
  return (
    <Loaded query={entries} what="The list of unclaimed keys" skeleton={<SkeletonRows rows={3} />}>
      {(list) =>
        list.data.length === 0 ? (
          <EmptyState title="Every key is claimed">
            <p>
              A key that data names and nobody has registered appears here by itself. Nothing is lost
              meanwhile.
            </p>
          </EmptyState>
        ) : (
          <>
            <FirstRows rows={list.data} count={10} what="keys">
              {(shown) => (
                <ul className="divide-line divide-y">
                  {shown.map((entry) => (
                    <li key={entry.id} className="space-y-2 px-4 py-3">
                      <div className="flex flex-wrap items-center justify-between gap-2">
                        <p className="min-w-0">
                          <span className="font-mono text-sm break-all">{entry.key}</span>{" "}
                          <span className="text-ink-3 text-xs">
                            first seen <Ago at={entry.createdAt} />
                          </span>
                        </p>
                        {mayWrite ? <MergeDialog kind={kind} entry={entry} /> : null}
                      </div>
                      {mayWrite ? (
                        <Disclosure
                          summary={
                            <>
                              Claim it<span className="sr-only">: {entry.key}</span>
                            </>
                          }
                        >
                          <EntryForm kind={kind} entry={entry} />
                        </Disclosure>
                      ) : null}
                    </li>
                  ))}
                </ul>
              )}
            </FirstRows>
            {list.nextCursor === null ? null : (
              <p className="text-ink-3 px-4 py-2 text-sm">
                The newest {list.data.length} are listed. Claim or merge these to see the others: each{" "}
                {entryNames[kind]} is also in the API.
              </p>
            )}
          </>
        )
      }
    </Loaded>
  );
}
