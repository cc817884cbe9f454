"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Loaded } from "@/components/data/loaded.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { CheckMark } from "@/components/wordings/check-mark.tsx";
import type { LaunchChecklistDto } from "@/lib/contracts/launches.ts";
import { countryName } from "@/lib/core/registry/countries.ts";
import { checklistSummary, checklistTitle, itemDetail } from "./checklist-words.ts";
import { checklistQuery } from "./queries.ts";

/** A method held against the opt-in policy, with points of law to check where it runs. */
export function ChecklistCard({ methodId }: { methodId: string }) {
  const checklist = useQuery(checklistQuery(methodId));
  return (
    <Card title="Launch checklist">
      <Loaded query={checklist} what="The checklist" skeleton={<SkeletonRows rows={6} />}>
        {(answer) => (
          <div className="space-y-4">
            <p className="font-medium">{checklistSummary(answer)}</p>
            <ul className="grid gap-x-6 gap-y-2 text-sm md:grid-cols-2">
              {answer.items.map((item) => (
                <ChecklistRow key={item.key} item={item} />
              ))}
            </ul>
            <p className="text-ink-3 text-xs">
              Wordings are read by rules, held against the name “{answer.business}”: a mark is a hint, a
              person decides.
            </p>
            <LawPoints law={answer.law} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function ChecklistRow({ item }: { item: LaunchChecklistDto["items"][number] }) {
  const detail = itemDetail(item);
  return (
    <li className="flex gap-2">
      <CheckMark state={item.state} />
      <div className="min-w-0">
        <p className={item.state === "open" ? "font-medium" : "text-ink-2"}>{checklistTitle(item.key)}</p>
        {detail === null ? null : <p className="text-ink-3">{detail}</p>}
        {item.sources.length === 0 || item.state !== "open" ? null : (
          <p className="text-ink-2 break-words">
            {item.sources.map(({ id, name }, at) => (
              <span key={id}>
                {at === 0 ? "Look at " : ", "}
                <Link href={`/sources/${encodeURIComponent(id)}`} className="link">
                  {name}
                </Link>
              </span>
            ))}
            {item.moreSources === 0 ? null : ` and ${item.moreSources} more`}
          </p>
        )}
      </div>
    </li>
  );
}

function LawPoints({ law }: Pick<LaunchChecklistDto, "law">) {
  if (law.length === 0) {
    return (
      <p className="text-ink-3 text-sm">
        No source says its country, so no points of law are named here. The law of the people who opt in holds
        all the same.
      </p>
    );
  }
  return (
    <Disclosure
      summary={`Points of law to check: ${law.map(({ country }) => countryName(country)).join(", ")}`}
    >
      <div className="space-y-3 text-sm">
        <p className="text-ink-3">To check with somebody who knows the law; this is no legal advice.</p>
        {law.map(({ country, points }) => (
          <section key={country}>
            <h3 className="font-medium">{countryName(country)}</h3>
            {points.length === 0 ? (
              <p className="text-ink-2">
                No points are kept here for this country, which says nothing of its law.
              </p>
            ) : (
              <ul className="list-disc space-y-1 pl-4">
                {points.map(({ law: name, check, url }) => (
                  <li key={name} className="max-w-prose">
                    {url === null ? (
                      <span className="font-medium">{name}</span>
                    ) : (
                      <a href={url} target="_blank" rel="noreferrer noopener" className="link">
                        {name}
                      </a>
                    )}
                    : {check}
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
      </div>
    </Disclosure>
  );
}
