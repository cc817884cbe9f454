"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import Link from "next/link";
import { drillHref, readFigureFilter } from "@/components/figures/figure-filter.ts";
import { RankedCard } from "@/components/figures/ranked-card.tsx";
import { useInsightScope } from "@/components/figures/use-insight-scope.ts";
import { phoneNumberQuery } from "@/components/phone-numbers/queries.ts";
import { SuspectedBlockCard } from "@/components/suspected-blocks/suspected-block-card.tsx";
import { buttonClass } from "@/components/ui/button-class.ts";
import { EventCard } from "./event-card.tsx";
import { numberRange } from "./number-range.ts";

/** The step down from a number: which sources and campaigns its messages had, what came back, and the single events. */
export function NumberFigures({ phoneNumberId }: { phoneNumberId: string }) {
  const params = useSearchParams();
  // What is not there has no figures: the page above says so.
  const isKnown = useQuery(phoneNumberQuery(phoneNumberId)).data !== undefined;
  const chosen = readFigureFilter(params, withinNumber);
  const { by, sort, rule, isCompared } = chosen;
  const filter = { by, sort, rule, isCompared, range: numberRange(params.get("range")), phoneNumberId };
  const scope = useInsightScope(filter);
  const here = `/phone-numbers/${encodeURIComponent(phoneNumberId)}`;
  if (!isKnown) return null;
  return (
    <div className="mt-4 space-y-4">
      <RankedCard
        title="What was sent from it, and what came back"
        plainTitle={`Number ${phoneNumberId}`}
        subjects={withinNumber}
        filter={filter}
        here={here}
        fixed={["phoneNumberId"]}
      />
      <nav aria-label="This number on other pages" className="flex flex-wrap gap-2">
        <Link href={drillHref("/sources", filter)} className={buttonClass()}>
          Sources of this number
        </Link>
        <Link href={drillHref("/campaigns", filter)} className={buttonClass()}>
          Campaigns of this number
        </Link>
      </nav>
      <SuspectedBlockCard {...scope} />
      <EventCard filter={filter} without={["phoneNumberId"]} />
    </div>
  );
}

const withinNumber = ["source", "campaign"] as const;
