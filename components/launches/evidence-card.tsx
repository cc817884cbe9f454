"use client";

import { useQuery } from "@tanstack/react-query";
import Image from "next/image";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { EvidenceDto } from "@/lib/contracts/evidence.ts";
import type { ActivationMethodDto } from "@/lib/contracts/registry.ts";
import { EvidenceForms } from "./evidence-forms.tsx";
import { evidenceWords } from "./evidence-words.ts";
import { evidenceQuery } from "./queries.ts";

/** What is sealed about a method, the pack to hand over, and the way to add to it. */
export function EvidenceCard({ method }: { method: ActivationMethodDto }) {
  const evidence = useQuery(evidenceQuery(method.id));
  const mayWrite = useCan("registry.write");
  const pack = `/api/v1/activation-methods/${encodeURIComponent(method.id)}/evidence-pack`;
  return (
    <Card
      title="Evidence"
      actions={
        <>
          <a href={`${pack}?format=pdf`} download className={buttonClass()}>
            Pack as PDF
          </a>
          <a href={`${pack}?format=zip`} download className={buttonClass()}>
            Pack as ZIP
          </a>
        </>
      }
    >
      <div className="space-y-4">
        <p className="text-ink-2 max-w-prose text-sm">
          Wordings, reviews and steps are sealed by themselves when they happen, and cannot be changed or
          removed afterwards. Hand over a pack when Meta asks how people opted in: the PDF is for reading, the
          ZIP has all files and can be checked.
        </p>
        {mayWrite ? (
          <Disclosure summary="Add a screenshot, document or page">
            <EvidenceForms methodId={method.id} />
          </Disclosure>
        ) : null}
        <Loaded query={evidence} what="The list of evidence" skeleton={<SkeletonRows rows={3} />}>
          {(list) =>
            list.data.length === 0 ? (
              <p className="text-ink-3 text-sm">Nothing is sealed yet.</p>
            ) : (
              <>
                <ol className="divide-line divide-y">
                  {list.data.map((entry) => (
                    <EvidenceRow key={entry.id} entry={entry} />
                  ))}
                </ol>
                {list.nextCursor === null ? null : (
                  <p className="text-ink-3 text-sm">
                    The newest {list.data.length} are listed; the packs hold all.
                  </p>
                )}
              </>
            )
          }
        </Loaded>
      </div>
    </Card>
  );
}

function EvidenceRow({ entry }: { entry: EvidenceDto }) {
  const file = `/api/v1/evidence/${encodeURIComponent(entry.id)}/file`;
  const url = typeof entry.body["url"] === "string" ? entry.body["url"] : null;
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-3 first:pt-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="line-clamp-3 break-words">{evidenceWords(entry)}</p>
        {url === null || !/^https?:\/\//.test(url) ? null : (
          <a href={url} rel="noreferrer noopener" target="_blank" className="link text-sm break-all">
            {url}
          </a>
        )}
        <p className="text-ink-3 text-xs">
          <InstantText at={entry.occurredAt} />, noted by {entry.actorName}. Entry {entry.sequence}, hash{" "}
          <span className="font-mono" title={entry.entryHash}>
            {entry.entryHash.slice(0, 12)}
          </span>
        </p>
      </div>
      {entry.file === null ? null : entry.kind === "screenshot" ? (
        <a href={file} target="_blank" rel="noreferrer" className="shrink-0">
          {/* A file behind a sign-in, as it was sealed: nothing for an image service to make smaller. */}
          <Image
            unoptimized
            src={file}
            alt={`Screenshot, ${evidenceWords(entry)}`}
            width={entry.file.width ?? 160}
            height={entry.file.height ?? 80}
            className="border-line h-20 w-auto max-w-40 rounded border object-contain"
          />
        </a>
      ) : (
        <a href={file} className={buttonClass()}>
          Download
        </a>
      )}
    </li>
  );
}
