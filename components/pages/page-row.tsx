"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { FormProblem } from "@/components/ui/form-problem.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { PageVersionDto, WatchedPageDto } from "@/lib/contracts/pages.ts";
import { changeWords, pageWords } from "./page-words.ts";
import { lookAtPage, pageVersionsQuery, setWatching } from "./queries.ts";

/** One watched page: how it stands, what can be done with it, and what changed. */
export function PageRow({ page }: { page: WatchedPageDto }) {
  const { url, watching, lookedAt, readAt, failingSince, changedAt, version } = page;
  return (
    <li className="space-y-2 py-3 first:pt-0">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <a href={url} rel="noreferrer noopener" target="_blank" className="link break-all">
            {url}
          </a>
          <p className={failingSince === null ? "text-ink-2 text-sm" : "text-red-ink text-sm font-medium"}>
            {pageWords(page)}
            {failingSince === null ? null : (
              <>
                , since <InstantText at={failingSince} />. Whether it changed since is not known.
              </>
            )}
          </p>
          <p className="text-ink-3 text-xs">
            {lookedAt === null ? null : (
              <>
                Last look <InstantText at={lookedAt} />.{" "}
              </>
            )}
            {failingSince === null || readAt === null ? null : (
              <>
                Last read <InstantText at={readAt} />.{" "}
              </>
            )}
            {changedAt === null ? (
              version === 0 ? null : (
                "No change seen yet. "
              )
            ) : (
              <>
                Last change seen <InstantText at={changedAt} />.{" "}
              </>
            )}
            {watching ? `Every ${page.everyHours} h.` : "No longer watched."}
          </p>
        </div>
        <PageButtons page={page} />
      </div>
      {version === 0 ? null : (
        <Disclosure summary={version === 1 ? "What it says" : `What changed (${version} versions)`}>
          <Versions page={page} />
        </Disclosure>
      )}
    </li>
  );
}

function PageButtons({ page }: { page: WatchedPageDto }) {
  const client = useQueryClient();
  const mayWrite = useCan("registry.write");
  const done = { onSettled: () => client.invalidateQueries() };
  const look = useMutation({ mutationFn: () => lookAtPage(page.id), ...done });
  const watch = useMutation({ mutationFn: () => setWatching(page.id, !page.watching), ...done });
  if (!mayWrite) return null;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        <Button
          aria-label={`Look now at ${page.url}`}
          pending={look.isPending}
          pendingText="Looking…"
          onClick={() => look.mutate()}
        >
          Look now
        </Button>
        <Button
          aria-label={`${page.watching ? "Stop watching" : "Watch again"} ${page.url}`}
          pending={watch.isPending}
          pendingText="Sending…"
          onClick={() => watch.mutate()}
        >
          {page.watching ? "Stop watching" : "Watch again"}
        </Button>
      </div>
      <FormProblem error={look.error ?? watch.error} fields={[]} />
    </div>
  );
}

function Versions({ page }: { page: WatchedPageDto }) {
  const versions = useQuery(pageVersionsQuery(page.id, page.version));
  return (
    <Loaded query={versions} what="The versions of this page" skeleton={<SkeletonRows rows={3} />}>
      {(list) => (
        <ol className="space-y-4">
          {list.data.map((version) => (
            <Version key={version.version} version={version} />
          ))}
          {list.nextCursor === null ? null : (
            <li className="text-ink-3 text-sm">The newest {list.data.length} are listed.</li>
          )}
        </ol>
      )}
    </Loaded>
  );
}

function Version({ version }: { version: PageVersionDto }) {
  const { changes, unchangedUntil, evidenceId } = version;
  return (
    <li>
      <p className="text-sm font-medium">
        Version {version.version}, first read <InstantText at={version.seenAt} />
        {unchangedUntil === null ? null : (
          <span className="text-ink-3 font-normal">
            {" "}
            (as before until <InstantText at={unchangedUntil} />; {changeWords(version)})
          </span>
        )}
      </p>
      {changes === null ? null : (
        <p className="bg-sunken mt-1 max-h-80 overflow-auto rounded p-3 text-sm break-words whitespace-pre-line">
          {changes.map(({ kind, text }, at) => (
            <Part key={at} kind={kind} text={text} />
          ))}
        </p>
      )}
      <a href={`/api/v1/evidence/${encodeURIComponent(evidenceId)}/file`} className="link text-sm">
        Whole text
      </a>
    </li>
  );
}

/** Told apart by more than colour: what went is struck through, what came is underlined. */
function Part({ kind, text }: { kind: "same" | "added" | "removed"; text: string }) {
  if (kind === "same") return <>{text} </>;
  return kind === "added" ? (
    <>
      <ins className="bg-green-soft text-ink decoration-2">{text}</ins>{" "}
    </>
  ) : (
    <>
      <del className="bg-red-soft text-ink-2">{text}</del>{" "}
    </>
  );
}
