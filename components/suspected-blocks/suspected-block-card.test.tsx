import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { CellDto, CellsDto } from "@/lib/contracts/cells.ts";
import type { SuspectedBlocksDto } from "@/lib/contracts/insights.ts";
import { arrivalsQuery, SuspectedBlockCard, suspectedBlocksQuery } from "./suspected-block-card.tsx";

const at = "2026-06-01T00:00:00.000Z";
const scope = { source: "prize-draw" };
const none = { block: 0, report: 0, opt_out: 0, suspected_block: 0, ecosystem_hold: 0, undelivered: 0 };
const cell: CellDto = {
  ...{ exposures: 4_000, delivered: 3_600, failed: 100, rate: 0.003, interval: [0.001, 0.005] },
  signals: { ...none, suspected_block: 12 },
  basis: { observed: 0, imported: 0, inferred: 12 },
  suppressed: false,
};
const hidden = { exposures: null, delivered: null, failed: null, signals: null, basis: null, rate: null };
const answer = (data: CellDto[]): CellsDto => ({
  ...{ data, nextCursor: null, from: at, to: at, rule: "last" },
  ...{ smallGroupSize: 20, countedAt: at, waiting: 0 },
});

/** What a reader sees when these answers are there, tags left out. */
function words(own: CellDto[], usual: CellDto[], expectedFalseShare: number | null): string {
  const client = new QueryClient();
  client.setQueryData(arrivalsQuery(scope).queryKey, answer(own));
  client.setQueryData(arrivalsQuery({}).queryKey, answer(usual));
  const summary: SuspectedBlocksDto = { data: [], suspected: 40, expectedFalseShare, from: at, to: at };
  client.setQueryData(suspectedBlocksQuery(scope).queryKey, summary);
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <SuspectedBlockCard {...scope} />
    </QueryClientProvider>,
  )
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");
}

describe("the card of suspected blocks", () => {
  it("says inferred, the rate with its interval, what is ordinary, how often it errs and what is open", () => {
    const text = words([cell], [{ ...cell, exposures: 40_000, delivered: 38_000 }], 0.234);
    expect(text).toContain("Suspected blocks (inferred)");
    // R: poisson.test(12, 4000) gives 0.00155 to 0.00524.
    expect(text).toContain(
      "12 suspected blocks, inferred: 3.0 per 1,000 messages (95 % interval 1.6 to 5.2).",
    );
    expect(text).toContain("100 of 1,000 messages did not arrive here; over everything you sent it is 50.0.");
    expect(text).toContain("300 messages have neither arrived nor been refused.");
    expect(text).toContain("about 15 in 100 suspicions were wrong and about one block in seven was missed.");
    expect(text).toContain("on your own numbers about 23 in 100 are expected to be wrong.");
  });

  it("does not pass off no suspicion as no block, nor a missing baseline as an ordinary one", () => {
    const text = words([{ ...cell, signals: none }], [], null);
    expect(text).toContain("No block is suspected so far. That is no proof of none");
    expect(text).not.toContain("95 % interval");
    expect(text).toContain("What is ordinary cannot be told yet.");
    expect(text).not.toContain("on your own numbers");
  });

  it("shows no small group, and says when there is nothing", () => {
    expect(words([{ ...hidden, interval: null, suppressed: true }], [cell], 0.2)).toContain("fewer than 20");
    expect(words([], [cell], 0.2)).toContain("No message in this range");
  });
});
