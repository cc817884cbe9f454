import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { MeProvider } from "@/components/me/me-provider.tsx";
import type { FigureRow, FiguresDto } from "@/lib/contracts/cells.ts";
import type { MeDto } from "@/lib/contracts/people.ts";
import { readFigureFilter } from "./figure-filter.ts";
import { figuresQuery } from "./queries.ts";
import { RankedCard } from "./ranked-card.tsx";
import { SubjectCard } from "./subject-card.tsx";

const frame = {
  ...{ from: "2026-05-01T00:00:00.000Z", to: "2026-05-08T00:00:00.000Z", rule: "last" as const },
  ...{ previousFrom: "2026-04-24T00:00:00.000Z", previousTo: "2026-05-01T00:00:00.000Z" },
  ...{ smallGroupSize: 20, pointUnit: "day" as const, countedAt: null, waiting: 0 },
};
const hidden: FigureRow["current"] = {
  ...{ exposures: null, delivered: null, failed: null, signals: null, basis: null },
  ...{ rate: null, interval: null, suppressed: true },
};
const shown: FigureRow["current"] = {
  ...{ exposures: 12_000, delivered: 11_800, failed: 200, suppressed: false },
  ...{ rate: 0.0031, interval: [0.0022, 0.0043] },
  signals: { block: 6, report: 1, opt_out: 28, suspected_block: 2, ecosystem_hold: 3, undelivered: 9 },
  basis: { observed: 35, imported: 0, inferred: 2 },
};
const row = (
  key: string | null,
  current: FigureRow["current"],
  more: Partial<FigureRow> = {},
): FigureRow => ({
  ...{ key, id: key, name: key ?? "No opt-in known", state: "registered", methodId: null },
  ...{ methodName: "Checkout box", methodKind: "website", owner: null, gained: 1_240, previousGained: 1_110 },
  ...{ current, previous: hidden, change: { ratio: 1.42, low: 1.1, high: 1.81, pValue: 0.01 } },
  ...{ trend: "rising", points: [{ day: "2026-05-01", exposures: 400, negative: 3 }], ...more },
});
const figures: FiguresDto = {
  data: [row("shop", shown), row("flyer", hidden, { change: null }), row(null, shown)],
  total: { gained: 0, previousGained: 0, current: shown, previous: hidden },
  ...frame,
};
const me: MeDto = {
  ...{ kind: "person", id: "p", name: "Ada", email: "ada@example.com", role: "growth", landingPage: "/" },
  rights: ["facts.write"],
  organization: { id: "default", name: "Shop", timeZone: "UTC" },
};
const filter = readFigureFilter(new URLSearchParams("range=7d&phoneNumberId=106"), ["source"]);

/** The page's markup when the answers are there. */
function markup(data: FiguresDto, page: "ranked" | "one"): string {
  const client = new QueryClient();
  client.setQueryData(figuresQuery("source", filter).queryKey, data);
  const card =
    page === "ranked" ? (
      <RankedCard title="Ranked" plainTitle="Ranked" subjects={["source"]} filter={filter} here="/sources" />
    ) : (
      <SubjectCard subject="source" name="Shop" filter={filter} here="/sources/shop" marks={[]} />
    );
  return renderToStaticMarkup(
    <MeProvider me={me}>
      <QueryClientProvider client={client}>{card}</QueryClientProvider>
    </MeProvider>,
  );
}
const words = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

describe("the ranked table", () => {
  it("shows each rate with its interval and change in words, and links down with range and filters", () => {
    const html = markup(figures, "ranked");
    expect(words(html)).toContain("1,240 +130 12,000 3.1 2.2 to 4.3 1.4x, 1.1 to 1.8 ▲ worse");
    expect(html).toContain('href="/sources/shop?range=7d&amp;phoneNumberId=106"');
    expect(html).toMatch(/aria-sort="descending"[^>]*><button[^>]*>Exposures/);
  });

  it("names small groups without counting them, and says where signals without an opt-in come from", () => {
    const html = markup(figures, "ranked");
    expect(words(html)).toContain("fewer than 20 exposures");
    expect(html).toContain('href="#no-opt-in-known"');
  });

  it("says not enough data when every row is too small, and nothing-yet when there is none", () => {
    expect(words(markup({ ...figures, data: [row("flyer", hidden)] }, "ranked"))).toContain(
      "Not enough data",
    );
    expect(words(markup({ ...figures, data: [] }, "ranked"))).toContain("Nothing was sent yet Send opt-ins");
    expect(markup({ ...figures, data: [] }, "ranked")).toContain('href="/settings/imports"');
  });
});

describe("the card of one source", () => {
  it("has the figures, and the curve once more as a table", () => {
    const text = words(markup(figures, "one"));
    expect(text).toContain("Negative per 1,000 3.1 95 % interval 2.2 to 4.3");
    expect(text).toContain("2026-05-01 400 3 7.5 1.5 to 21.9");
  });

  it("says that there is no curve, and does not draw one at zero", () => {
    const data = [row("flyer", hidden, { points: [{ day: "2026-05-01", exposures: null, negative: null }] })];
    expect(words(markup({ ...figures, data }, "one"))).toContain("Not enough data for a curve");
  });
});
