"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { BudgetCard } from "@/components/budgets/budget-card.tsx";
import { HeldFor } from "@/components/clock/held-for.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { FreshnessChip } from "@/components/quality/freshness-chip.tsx";
import { RatingBadge } from "@/components/quality/rating-badge.tsx";
import { RatingStepCard } from "@/components/rating-steps/rating-step-card.tsx";
import { SpikeCard } from "@/components/spikes/spike-card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { PhoneNumberDto } from "@/lib/contracts/phone-numbers.ts";
import { HistoryCards } from "./history-cards.tsx";
import { NumberFacts } from "./number-facts.tsx";
import { numberName } from "./number-name.ts";
import { NumberTrouble } from "./number-trouble.tsx";
import { phoneNumberQuery } from "./queries.ts";
import { TemplateCard } from "./template-card.tsx";

export function NumberPage({ phoneNumberId }: { phoneNumberId: string }) {
  const query = useQuery(phoneNumberQuery(phoneNumberId));
  return (
    <Loaded
      query={query}
      what="This phone number"
      skeleton={
        <div className="space-y-4">
          <PageHeader title="Phone number" />
          <SkeletonCard rows={4} />
          <SkeletonCard rows={8} />
        </div>
      }
    >
      {(number) => (
        <>
          <NumberHeader number={number} />
          <div className="space-y-4">
            <NumberTrouble number={number} />
            <SpikeCard
              scope={{ phoneNumberId: number.id }}
              none="No negative signal of this number rose beyond what chance and weekdays make. The first four weeks of facts are for learning."
            />
            <BudgetCard owner={{ kind: "phone-number", id: number.id }} name={numberName(number)} />
            <RatingStepCard phoneNumberId={number.id} />
            <HistoryCards phoneNumberId={number.id} facts={<NumberFacts number={number} />} />
            <TemplateCard wabaId={number.wabaId} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function NumberHeader({ number }: { number: PhoneNumberDto }) {
  return (
    <PageHeader
      above={
        <Link href="/phone-numbers" className="link hit text-sm">
          Phone numbers
        </Link>
      }
      title={<span className="tabular-nums">{numberName(number)}</span>}
      below={
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <RatingBadge raw={number.qualityRating} large />
          {number.ratingSince === null ? null : (
            <span>
              for <HeldFor since={number.ratingSince} />
            </span>
          )}
          <span className="text-ink-3">{number.verifiedName ?? "no display name"}</span>
        </div>
      }
      aside={
        <>
          <FreshnessChip freshness={number.freshness} readAt={number.observedAt} />
          <AsOf at={number.observedAt} />
        </>
      }
    />
  );
}
