import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { DriftCard, driftCardQuery } from "@/components/drift/drift-card.tsx";
import { OptOutCard, optOutCardQuery } from "@/components/opt-outs/opt-out-card.tsx";
import type { FatigueDto, OptOutWatchDto, SourceMixDto } from "@/lib/contracts/insights.ts";
import { FatigueCard, fatigueCardQuery } from "./fatigue-card.tsx";

const at = "2026-06-01T00:00:00.000Z";

/** What a reader sees of a card whose answer is there, tags left out. */
function words(card: ReactNode, queryKey: readonly unknown[], data: unknown): string {
  const client = new QueryClient();
  client.setQueryData(queryKey, data);
  return renderToStaticMarkup(<QueryClientProvider client={client}>{card}</QueryClientProvider>)
    .replace(/<[^>]*>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, " ");
}

const curve: FatigueDto = {
  buckets: [
    {
      ...{
        messages: 1,
        orMore: false,
        exposures: 12_000,
        signals: 36,
        rate: 0.003,
        interval: [0.002, 0.0042],
      },
      ...{ fitted: 0.003, ratio: null, ratioInterval: null, finding: "base" },
    },
    {
      ...{ messages: 2, orMore: true, exposures: 4_000, signals: 40, rate: 0.01, interval: [0.007, 0.0136] },
      ...{ fitted: 0.01, ratio: 3.33, ratioInterval: [2.1, 5.3], finding: "above" },
    },
  ],
  recommendation: { kind: "cap", cap: 1, low: 1, high: 1 },
  ...{ exposures: 16_000, signals: 76, suppressed: false, smallGroupSize: 20 },
  ...{ from: at, to: at, countedAt: null, waitingDays: 0 },
};
const fatigue = (change: Partial<FatigueDto>, scope = {}) =>
  words(<FatigueCard {...scope} />, fatigueCardQuery(scope).queryKey, { ...curve, ...change });

describe("the fatigue card", () => {
  it("says the cap in words, with every bucket in a table", () => {
    const text = fatigue({});
    expect(text).toContain("Send at most 1 message in 7 days to one person.");
    expect(text).toContain("2 or more 4,000 40 10.0 7.0 to 13.6 3.3 times, too many");
    expect(text).toContain("From 16,000 messages and 76 signals. Erased people are left out.");
  });

  it("says how much is missing, and why there is nothing", () => {
    expect(fatigue({ recommendation: { kind: "cannot-tell", low: 3, exposuresNeeded: 4_200 } })).toContain(
      "Cannot tell yet how many messages are too many. Up to 3 messages in 7 days do no harm. About 4,200 more messages are needed",
    );
    expect(fatigue({ buckets: [], recommendation: null })).toContain(
      "No message in this range Messages appear here once",
    );
    expect(fatigue({ buckets: [], recommendation: null }, { source: "shop" })).toContain(
      "Take a filter away",
    );
    expect(fatigue({ buckets: [], suppressed: true })).toContain("There are fewer than 20.");
    expect(fatigue({ buckets: [], waitingDays: 3 })).toContain("Being counted");
  });
});

const none = {
  optOuts: 0,
  withMessagesAfter: 0,
  violated: 0,
  violations: 0,
  medianSeconds: null,
  p90Seconds: null,
};
const watch = (summary: Partial<OptOutWatchDto["summary"]>) =>
  words(<OptOutCard />, optOutCardQuery({}).queryKey, {
    ...{ data: [], nextCursor: null, from: at, to: at },
    summary: { ...none, bySource: [], byCampaign: [], ...summary },
  } satisfies OptOutWatchDto);

describe("the opt-out card", () => {
  it("praises, accuses and is empty, each in its own words", () => {
    expect(watch({})).toContain("Nobody said stop in this range");
    expect(watch({ optOuts: 12 })).toContain(
      "12 people said stop, and no marketing was sent to any of them afterwards.",
    );
    const broken = watch({
      ...{ optOuts: 40, violated: 2, violations: 3, medianSeconds: 7_200, p90Seconds: 259_200 },
      byCampaign: [{ key: "k", name: "Spring sale", violated: 2 }],
    });
    expect(broken).toContain(
      "40 people said stop. 2 people got marketing all the same: 3 messages. Half of them got the last one later than 2 h after their stop, one in ten later than 3 days.",
    );
    expect(broken).toContain("Spring sale Campaign 2");
  });
});

const usual: SourceMixDto = {
  ...{ verdict: "shifted", missing: null, distance: 0.42, distanceInterval: [0.31, 0.5], pValue: 0.001 },
  sources: [{ key: "f", name: "Form", before: 0.72, now: 0.3, interval: [-0.5, -0.34] }],
  total: { beforePerWeek: 200, now: 204, isUsual: true },
  current: { from: at, to: at, contacts: 204 },
  reference: { from: at, to: at, contacts: 1_200, weeks: 6 },
  countedAt: null,
};
const drift = (change: Partial<SourceMixDto>) =>
  words(<DriftCard />, driftCardQuery({}).queryKey, { ...usual, ...change });

describe("the drift card", () => {
  it("says what moved although the total is as usual", () => {
    const text = drift({});
    expect(text).toContain("42 % (95 % interval 31 % to 50 %) would have to change source");
    expect(text).toContain("The largest change: Form, from 72 % to 30 %. Their number looks as usual");
    expect(text).toContain("Form 72 % 30 % −42 (−50 to −34)");
  });

  it("names what is missing", () => {
    const missing = { reason: "few-contacts", needed: 35 } as const;
    expect(drift({ verdict: "not-enough-data", missing, sources: [], total: null })).toContain(
      "Not enough data Too few new contacts: about 35 more a week are needed.",
    );
  });
});
