import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { MeProvider } from "@/components/me/me-provider.tsx";
import type { BudgetDetailDto } from "@/lib/contracts/budgets.ts";
import type { MeDto } from "@/lib/contracts/people.ts";
import { BudgetCard } from "./budget-card.tsx";
import { BurningBudgets } from "./burning-budgets.tsx";
import { budgetQuery, burningBudgetsQuery } from "./queries.ts";

const me = (rights: MeDto["rights"]) => ({ rights }) as MeDto;
const owner = { kind: "phone-number", id: "n1" } as const;

/** What a reader sees when the answer is there, tags left out. */
function words(
  card: ReactNode,
  queryKey: readonly unknown[],
  data: unknown,
  rights: MeDto["rights"] = [],
): string {
  const client = new QueryClient();
  client.setQueryData(queryKey, data);
  return renderToStaticMarkup(
    <MeProvider me={me(rights)}>
      <QueryClientProvider client={client}>{card}</QueryClientProvider>
    </MeProvider>,
  )
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");
}

const counted: BudgetDetailDto = {
  ...{ ...owner, name: "Shop (+49 30 1)", state: "counted", allowedRate: 0.01, from: "own-history" },
  ...{ setBy: null, setAt: null, through: "2026-05-31", method: "burn-sr-1", updatedAt: null },
  ...{ used: 1.4, usedInterval: [1.1, 1.75], events: 420, allowed: 300, exposures: 30_000, pace: 2.1 },
  ...{ burn: "slow", since: "2026-05-20", summary: "Shop has used 140 %.", smallGroupSize: 20 },
  series: [
    { day: "2026-05-30", messages: 1_000, events: 12, left: -0.2, even: 0.1 },
    { day: "2026-05-31", messages: null, events: null, left: null, even: null },
  ],
};
const nothing = {
  ...{ used: null, usedInterval: null, events: null, allowed: null, exposures: null, pace: null },
  ...{ burn: null, since: null, series: [] },
};
const card = (change: Partial<BudgetDetailDto>, rights: MeDto["rights"] = []) =>
  words(
    <BudgetCard owner={owner} name="Shop" />,
    budgetQuery(owner).queryKey,
    { ...counted, ...change },
    rights,
  );

describe("the budget card", () => {
  it("says what is used, with interval, what burns, and every day in a table", () => {
    const text = card({});
    expect(text).toContain("Slow burn since 2026-05-20");
    expect(text).toContain("140 % used (95 % interval 110 % to 175 %)");
    expect(text).toContain("10 per 1,000 exposures a quarter above its own usual rate");
    expect(text).toContain("420, room for 300");
    expect(text).toContain("2026-05-30 1,000 12 −20 % 10 %");
    expect(text).toContain("2026-05-31 hidden hidden hidden hidden");
    expect(text).not.toContain("Set the allowed rate");
    expect(card({ usedInterval: [1.1, null] })).toContain("110 % to no limit");
  });

  it("says why there is nothing, and lets those who may set a rate", () => {
    const text = card(
      { ...nothing, state: "no-budget", allowedRate: null, from: null, summary: "Nobody knows." },
      ["registry.write"],
    );
    expect(text).toContain("No budget yet Nobody knows.");
    expect(text).toContain("Set the allowed rate");
    expect(text).not.toContain("Back to its own history");
    const set = { allowedRate: 0.004, from: "set-by-user", setBy: "Kim" } as const;
    const silent = card({ ...nothing, ...set, state: "nothing-sent", summary: "Shop sent nothing." }, [
      "registry.write",
    ]);
    expect(silent).toContain("Nothing sent Shop sent nothing. Allowed: 4 per 1,000 exposures, set by Kim.");
    expect(silent).toContain("Back to its own history");
    expect(card({ ...nothing, state: "small-group", summary: "Too few." })).not.toMatch(/\d+ % used/);
  });
});

describe("burning budgets on the overview", () => {
  const list = (data: BudgetDetailDto[]) =>
    words(<BurningBudgets />, burningBudgetsQuery.queryKey, { data, nextCursor: null, waiting: 0 });

  it("are not there at all while none burns, and lead to the budget otherwise", () => {
    expect(list([])).toBe("");
    expect(list([counted])).toContain("Shop (+49 30 1) Slow burn since 2026-05-20 Shop has used 140 %.");
  });
});
