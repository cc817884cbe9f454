import { describe, expect, it } from "vitest";
import { drillHref, figureHref, filterTimes, readFigureFilter, toFiguresQuery } from "./figure-filter.ts";

const subjects = ["source", "method"] as const;
const read = (text: string) => readFigureFilter(new URLSearchParams(text), subjects);
const now = Date.parse("2026-05-10T13:20:00Z");

describe("the filter of a page of figures", () => {
  it("is 90 days, last touch, compared, until the address says otherwise", () => {
    expect(read("")).toEqual({ range: "90d", rule: "last", by: null, sort: null, isCompared: true });
    expect(read("range=1y&rule=best&by=cohort&sort=a;b")).toEqual(read(""));
  });

  it("comes back as it was from the address that it makes", () => {
    for (const text of [
      "range=7d&rule=split&phoneNumberId=106&by=method&sort=-rate&compare=off",
      "from=2026-03-01&to=2026-03-31&source=QR+flyer%26x&template=a%3Db",
    ]) {
      const href = figureHref("/sources", read(text));
      expect(read(href.split("?")[1] ?? "")).toEqual(read(text));
    }
  });

  it("refuses days that do not exist, ranges that run backwards and those longer than the API takes", () => {
    for (const text of [
      "from=2026-02-30&to=2026-03-31",
      "from=2026-03-31&to=2026-03-01",
      "from=2020-01-01&to=2026-03-01",
      "from=2026-03-01",
    ])
      expect(read(text).range).toBe("90d");
  });

  it("asks for whole hours, and not for the hours of today that are still to come", () => {
    expect(filterTimes(read("range=24h"), now)).toEqual({ from: "2026-05-09T14:00:00.000Z" });
    expect(filterTimes(read("range=7d"), now)).toEqual({ from: "2026-05-03T00:00:00.000Z" });
    expect(filterTimes(read("from=2026-05-01&to=2026-05-10"), now)).toEqual({
      from: "2026-05-01T00:00:00.000Z",
      to: "2026-05-10T14:00:00.000Z",
    });
    expect(toFiguresQuery("campaign", read("range=7d&source=shop&rule=first"), now)).toEqual({
      by: "campaign",
      rule: "first",
      from: "2026-05-03T00:00:00.000Z",
      source: "shop",
    });
  });

  it("keeps range and filters on the way down, but not what the rows were", () => {
    const filter = read("range=28d&phoneNumberId=106&by=method&sort=-rate&compare=off");
    expect(drillHref("/sources/s1", filter)).toBe("/sources/s1?range=28d&phoneNumberId=106&compare=off");
    expect(drillHref("/campaigns/c1", filter, { phoneNumberId: null, source: "shop" })).toBe(
      "/campaigns/c1?range=28d&compare=off&source=shop",
    );
  });
});
