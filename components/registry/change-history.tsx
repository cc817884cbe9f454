"use client";

import { useQuery } from "@tanstack/react-query";
import { useTimeZone } from "@/components/clock/clock-provider.tsx";
import { formatInstant } from "@/components/clock/format-instant.ts";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { changeWords } from "./change-words.ts";
import { activationMethodsQuery, changesQuery, type SubjectKind } from "./queries.ts";

/** What was done to a method, source or campaign, by whom, newest first. */
export function ChangeHistory({ kind, id }: { kind: SubjectKind; id: string }) {
  const changes = useQuery(changesQuery(kind, id));
  const methods = useQuery({ ...activationMethodsQuery, enabled: kind === "opt-in-source" });
  const timeZone = useTimeZone();
  const saying = {
    methodName: (methodId: string) =>
      methods.data?.data.find((method) => method.id === methodId)?.name ?? methodId,
    instant: (at: string) => formatInstant(Date.parse(at), timeZone, "minute"),
  };
  return (
    <Loaded query={changes} what="The history" skeleton={<SkeletonRows rows={3} />}>
      {(list) =>
        list.data.length === 0 ? (
          <p className="text-ink-3 text-sm">Nothing was noted before this version of Staygreen.</p>
        ) : (
          <>
            <ol className="divide-line divide-y">
              {list.data.map((change) => (
                <li key={change.id} className="py-2">
                  <p className="break-words">{changeWords(change, saying)}</p>
                  <p className="text-ink-3 text-xs">
                    <InstantText at={change.occurredAt} />, by {change.actorName}
                  </p>
                </li>
              ))}
            </ol>
            {list.nextCursor === null ? null : (
              <p className="text-ink-3 text-sm">The newest {list.data.length} are listed; the API has all.</p>
            )}
          </>
        )
      }
    </Loaded>
  );
}
