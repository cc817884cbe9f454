"use client";

import { useQuery } from "@tanstack/react-query";
import { BurningBudgets } from "@/components/budgets/burning-budgets.tsx";
import { AsOf } from "@/components/clock/as-of.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { SpikeCard } from "@/components/spikes/spike-card.tsx";
import { PageHeader } from "@/components/ui/page-header.tsx";
import { SkeletonCard } from "@/components/ui/skeleton.tsx";
import type { OverviewDto } from "@/lib/contracts/overview.ts";
import { AttentionCard } from "./attention-card.tsx";
import { CountTiles } from "./count-tiles.tsx";
import { FirstPoll } from "./first-poll.tsx";
import { FirstRun } from "./first-run.tsx";
import { NumberStrips } from "./number-strips.tsx";
import { overviewQuery } from "./queries.ts";

export function Overview() {
  const query = useQuery(overviewQuery);
  return (
    <>
      <PageHeader
        title="Overview"
        aside={query.data === undefined ? undefined : <AsOf at={query.data.asOf} />}
      />
      <Loaded
        query={query}
        what="The overview"
        skeleton={
          <div className="space-y-4">
            <SkeletonCard rows={3} tall />
            <SkeletonCard rows={6} tall />
          </div>
        }
      >
        {(overview) => <OverviewBody overview={overview} />}
      </Loaded>
    </>
  );
}

function OverviewBody({ overview }: { overview: OverviewDto }) {
  if (overview.connected === "none") return <FirstRun />;
  const isWaiting = overview.firstPollRunning && overview.numbers.length === 0;
  return (
    <div className="space-y-4">
      {isWaiting ? null : <CountTiles counts={overview.counts} />}
      <AttentionCard overview={overview} />
      <SpikeCard
        scope={{ state: "open" }}
        none="No negative signal of any number is above its usual level."
      />
      <BurningBudgets />
      {isWaiting ? (
        <FirstPoll hasTrouble={overview.troubles.length > 0} />
      ) : (
        <NumberStrips overview={overview} />
      )}
    </div>
  );
}
