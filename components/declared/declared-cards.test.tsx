import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import type { ReactNode } from "react";
import { describe, expect, it } from "vitest";
import type {
  ConsentGapsDto,
  DeclaredCategory,
  DeclaredListDto,
  DeclaredSourceDto,
} from "@/lib/contracts/declared.ts";
import { ConsentGapsCard } from "./consent-gaps-card.tsx";
import { DeclaredListCard } from "./declared-list-card.tsx";
import { consentGapsQuery, declaredListQuery, sourceDeclaredQuery } from "./queries.ts";
import { SourceDeclaredCard } from "./source-declared-card.tsx";

const at = "2026-06-01T00:00:00.000Z";
const frame = { from: "2026-03-03T00:00:00.000Z", to: at, smallGroupSize: 5, countedAt: null, waiting: 0 };

/** What a reader sees of a card whose answer is there, tags left out. */
function words(card: ReactNode, queryKey: readonly unknown[], data: unknown): string {
  const client = new QueryClient();
  client.setQueryData(queryKey, data);
  return renderToStaticMarkup(<QueryClientProvider client={client}>{card}</QueryClientProvider>)
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

const figures = {
  messages: 40,
  negative: 12,
  rate: 0.3,
  interval: [0.155, 0.524],
  suppressed: false,
} as const;
const hidden = { messages: null, negative: null, rate: null, interval: null, suppressed: true };
const marketing: DeclaredCategory = {
  ...{ category: "marketing", unknown: null, declared: false, ...figures, interval: [0.155, 0.524] },
  ...{ readLaterShare: 0.25, templates: [{ name: "offer", messages: 40 }] },
};
const source: DeclaredSourceDto = {
  ...{ id: "s1", key: "shop", name: "The shop", state: "registered" },
  ...{ activationMethodId: "m1", activationMethodName: "Checkout" },
  declaration: { kinds: [{ kind: "utility", words: "order updates" }], by: "method" },
  categories: [marketing],
  inside: { messages: 60, negative: 6, rate: 0.1, interval: [0.037, 0.218], suppressed: false },
  outside: { ...figures, interval: [0.155, 0.524] },
  ...{ outsideShare: 0.4, outsideInterval: [0.303, 0.503] },
  ratio: { ratio: 3, low: 1.1, high: 8.7, pValue: 0.03 },
  finding: "outside",
};
const card = (change: Partial<DeclaredSourceDto>) =>
  words(<SourceDeclaredCard sourceId="s1" scope={{}} />, sourceDeclaredQuery("s1", {}).queryKey, {
    ...{ ...source, ...change },
    ...frame,
  });

describe("the card of one source", () => {
  it("says what was declared, what was sent, how sure it is, and of when", () => {
    const text = card({});
    expect(text).toContain("Declared by the method: utility (“order updates”).");
    expect(text).toContain("40 % (30 % to 50 %) of 100 messages were of kinds that people were not told of.");
    expect(text).toContain("What was not declared brings 3.0 times (1.1 to 8.7) the negative signals");
    expect(text).toContain("Marketing category of 25 % as it was read after the sending not declared 40");
    expect(text).toContain("offer (40)");
    expect(text).toContain("Groups of fewer than 5 messages are not shown.");
  });

  it("does not take a missing declaration for a ban, nor hidden or unknown counts for none", () => {
    const silent = { declaration: null, inside: null, outside: null, ratio: null } as const;
    const nothing = card({ ...silent, outsideShare: null, finding: "nothing-declared" });
    expect(nothing).toContain("Nothing is declared. Note what people are told");
    expect(nothing).toContain("It does not mean that nothing may be sent.");
    const small = card({
      ...{ outside: hidden, outsideShare: null, outsideInterval: null, ratio: null, finding: "hidden" },
      categories: [
        { ...marketing, ...hidden, readLaterShare: null, templates: [{ name: "offer", messages: null }] },
      ],
    });
    expect(small).toContain("too few to show");
    expect(small).not.toContain(" 0 ");
    const unknown = { ...marketing, category: null, unknown: "not-read", declared: null } as const;
    expect(card({ finding: "no-messages", ratio: null, categories: [unknown] })).toContain("cannot be told");
    expect(card({ finding: "no-messages", ratio: null, categories: [] })).toContain(
      "Nothing was sent to its contacts in this range",
    );
  });
});

describe("the list of sources", () => {
  const list = (data: DeclaredSourceDto[], nextCursor: string | null = null) =>
    words(<DeclaredListCard scope={{}} />, declaredListQuery({}).queryKey, {
      ...{ data, nextCursor, ...frame },
    } satisfies DeclaredListDto);

  it("shows both rates and the share, and says when there is nothing to compare with", () => {
    const text = list([source]);
    expect(text).toContain("The shop shop Sent, not declared utility (“order updates”) (by its method)");
    expect(text).toContain("40 % (30 % to 50 %) 40 100 (37.0 to 218) 300 (155 to 524)");
    expect(text).not.toContain("nothing to compare with");
    const silent = { declaration: null, inside: null, outside: null, finding: "nothing-declared" } as const;
    expect(list([{ ...source, ...silent }])).toContain("No source declares what it tells people");
    expect(list([])).toContain("Nothing was sent to contacts of a known source");
    expect(list([source], "more")).toContain("The first 1 are listed; the API has all.");
  });
});

describe("the card of consent", () => {
  const gaps = (change: Partial<ConsentGapsDto>) =>
    words(<ConsentGapsCard scope={{}} />, consentGapsQuery("campaign", {}).queryKey, {
      ...{ by: "campaign", nextCursor: null, ...frame },
      data: [
        { ...{ key: "spring", name: "Spring", messages: 40, withoutOptIn: 30 }, ...rest },
        { ...{ key: null, name: "No campaign named", messages: 27, withoutOptIn: null }, ...small },
      ],
      total: { messages: 40, withoutOptIn: 30, ...rest },
      ...change,
    } satisfies ConsentGapsDto);
  const rest = { withoutOptInShare: 0.75, afterOptOut: 2, suppressed: false };
  const small = { withoutOptInShare: null, afterOptOut: 0, suppressed: true };

  it("counts both, leads to the cases, and hides few", () => {
    const text = gaps({});
    expect(text).toContain(
      "30 of 40 messages went to people of whom no opt-in before the message is known, without the rows that are too small to show.",
    );
    expect(text).toContain(
      "2 marketing messages were sent after a stop: each case is under Opt-outs honoured .",
    );
    expect(text).toContain("Spring 40 30 75 % 2 No campaign named 27 too few to show not shown 0");
    expect(gaps({ data: [] })).toContain("Nothing was sent in this range");
  });
});
