"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { AsOf } from "@/components/clock/as-of.tsx";
import { InstantText } from "@/components/clock/instant-text.tsx";
import { Loaded } from "@/components/data/loaded.tsx";
import { ExportBox } from "@/components/export/export-box.tsx";
import { useCan } from "@/components/me/me-provider.tsx";
import { Card } from "@/components/ui/card.tsx";
import { Disclosure } from "@/components/ui/disclosure.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { BudgetDetailDto } from "@/lib/contracts/budgets.ts";
import { AllowedRateForm } from "./allowed-rate-form.tsx";
import { countText, rateText } from "./budget-labels.ts";
import { BurnBadge } from "./burn-badge.tsx";
import { BurnDownTable } from "./burn-down-table.tsx";
import { budgetQuery, type BudgetOwner } from "./queries.ts";
import { UseBar } from "./use-bar.tsx";

const BurnDownChart = dynamic(async () => (await import("./burn-down-chart.tsx")).BurnDownChart, {
  ssr: false,
  loading: () => <div className="h-56" aria-hidden="true" />,
});

/** The quality budget of a number or source: how much is used, how fast, and what is allowed. */
export function BudgetCard({ owner, name }: { owner: BudgetOwner; name: string }) {
  const query = useQuery(budgetQuery(owner));
  const through = query.data?.through ?? null;
  const updatedAt = query.data?.updatedAt ?? null;
  const caption = {
    title: `${name}: quality budget`,
    subtitle: through === null ? "30 days" : `30 days until ${through} (UTC)`,
    source: "Staygreen. Association, not cause.",
  };
  return (
    <ExportBox caption={caption} hasChart>
      <Card
        id="quality-budget"
        title="Quality budget"
        aside={updatedAt === null ? undefined : <AsOf at={updatedAt} />}
      >
        <Loaded query={query} what="The quality budget" skeleton={<SkeletonRows rows={4} />}>
          {(loaded) => <BudgetBody budget={loaded} />}
        </Loaded>
      </Card>
    </ExportBox>
  );
}

const emptyTitles: Readonly<Record<Exclude<BudgetDetailDto["state"], "counted">, string>> = {
  "no-budget": "No budget yet",
  "nothing-sent": "Nothing sent",
  "small-group": "Too few to show",
  "not-judged": "Nothing counted yet",
};

function BudgetBody({ budget }: { budget: BudgetDetailDto }) {
  const maySet = useCan("registry.write");
  return (
    <div className="space-y-4">
      {budget.state === "counted" ? (
        <Counted budget={budget} />
      ) : (
        <EmptyState title={emptyTitles[budget.state]}>
          <p>{budget.summary}</p>
          {budget.allowedRate === null ? null : <p className="mt-1">Allowed: {allowedText(budget)}.</p>}
        </EmptyState>
      )}
      {maySet ? (
        <Disclosure
          summary={budget.from === "set-by-user" ? "Change the allowed rate" : "Set the allowed rate"}
        >
          <AllowedRateForm budget={budget} />
        </Disclosure>
      ) : null}
      <Explanation />
    </div>
  );
}

function Counted({ budget }: { budget: BudgetDetailDto }) {
  const { used, usedInterval, burn, events, allowed, exposures, series } = budget;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {burn === null ? null : <BurnBadge burn={burn} />}
        {budget.since === null ? null : <span className="text-ink-2 text-sm">since {budget.since}</span>}
      </div>
      <p className="max-w-prose">{budget.summary}</p>
      <div className="grid gap-x-8 gap-y-4 lg:grid-cols-2">
        <div className="min-w-0 space-y-3">
          {used === null || usedInterval === null ? null : (
            <UseBar used={used} interval={usedInterval} burn={burn} />
          )}
          <Facts>
            <Fact name="Allowed rate" note={<Origin budget={budget} />}>
              {budget.allowedRate === null ? "not known" : rateText(budget.allowedRate)}
            </Fact>
            <Fact name="Blocks, reports, opt-outs">
              {events === null || allowed === null
                ? "not known"
                : `${countText(events)}, room for ${countText(allowed)}`}
            </Fact>
            <Fact name="Exposures" note="those whose feedback was due">
              {exposures === null ? "not known" : countText(exposures)}
            </Fact>
            <Fact name="Last 7 days">
              {budget.pace === null ? "nothing was sent" : `${countText(budget.pace)} times the allowed rate`}
            </Fact>
          </Facts>
        </div>
        <div className="min-w-0">
          <p className="text-ink-3 mb-1 text-sm">
            Left of the budget; dashed: if it were used evenly, message for message
          </p>
          <BurnDownChart series={series} />
        </div>
      </div>
      <Disclosure summary="The same as a table">
        <BurnDownTable series={series} smallGroupSize={budget.smallGroupSize} />
      </Disclosure>
    </>
  );
}

function Origin({ budget: { from, setBy, setAt } }: { budget: BudgetDetailDto }) {
  if (from === "own-history") return "a quarter above its own usual rate";
  if (setBy === null || setAt === null) return null;
  return (
    <>
      set by {setBy}, <InstantText at={setAt} />
    </>
  );
}

function allowedText({ allowedRate, setBy }: BudgetDetailDto): string {
  const rate = allowedRate === null ? "not known" : rateText(allowedRate);
  return setBy === null ? rate : `${rate}, set by ${setBy}`;
}

function Explanation() {
  return (
    <Disclosure summary="Explain this">
      <div className="text-ink-2 max-w-prose space-y-2">
        <p>
          The budget is the number of blocks, reports and opt-outs that are in order for what was sent in 30
          days: the allowed rate times the exposures. Suspected blocks are left out: how many are concluded
          also depends on how much is known. Without a rate set by somebody, it is a quarter above what was
          usual before, reckoned anew every four weeks from days without a burn.
        </p>
        <p>
          Slow burn: the rate is above the allowed one. Fast burn: it is above twice of it, which uses up a
          budget for 30 days in under 15. Either is called only when at most one budget in twenty would show
          as much within a quarter while nothing is wrong. Days that are over (UTC) are counted.
        </p>
      </div>
    </Disclosure>
  );
}
