"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { wordingsQuery } from "@/components/registry/queries.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Card } from "@/components/ui/card.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { findingsSummary } from "@/components/wordings/finding-list.tsx";
import type { OptInSourceDto } from "@/lib/contracts/registry.ts";
import { methodSourcesQuery } from "./queries.ts";

/** Where a method runs, and what people read there now. */
export function MethodSourcesCard({ methodId }: { methodId: string }) {
  const sources = useQuery(methodSourcesQuery(methodId));
  const mayWrite = useCan("registry.write");
  return (
    <Card title="Places and wordings" flush>
      <Loaded query={sources} what="The list of places" skeleton={<SkeletonRows rows={3} />}>
        {(list) => {
          const own = list.data.filter(({ state }) => state !== "merged");
          return own.length === 0 ? (
            <EmptyState title="No opt-in source belongs to this method">
              <p>
                {mayWrite
                  ? "Add the pages, flows or places where it runs on the page of sources."
                  : "A growth manager or an administrator can add them."}
              </p>
            </EmptyState>
          ) : (
            <ul className="divide-line divide-y">
              {own.map((source) => (
                <SourceRow key={source.id} source={source} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}

function SourceRow({ source }: { source: OptInSourceDto }) {
  const wordings = useQuery(wordingsQuery(source.id));
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Link href={`/sources/${encodeURIComponent(source.id)}`} className="link hit min-w-0 break-words">
          {source.name}
        </Link>
        <span className="text-ink-3 font-mono text-xs break-all">{source.key}</span>
        {source.state === "registered" ? null : <span className="text-ink-3 text-sm">{source.state}</span>}
      </p>
      <Loaded query={wordings} what="The list of wordings" skeleton={null}>
        {(list) => {
          const [newest] = list.data;
          if (newest === undefined) return <p className="text-ink-3 text-sm">No wording is noted.</p>;
          return (
            <div className="mt-1">
              <p className="text-ink-3 text-xs">
                Version {newest.version}, {newest.language}, from <InstantText at={newest.effectiveAt} />
                {list.data.length > 1 ? `. ${list.data.length - 1} earlier` : ""}
              </p>
              <p className="text-ink-2 text-sm">{findingsSummary(newest.findings)}.</p>
              <p lang={newest.language} className="line-clamp-3 max-w-prose break-words whitespace-pre-wrap">
                {newest.text}
              </p>
            </div>
          );
        }}
      </Loaded>
    </li>
  );
}
