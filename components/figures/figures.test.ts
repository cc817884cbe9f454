import { describe, expect, it } from "vitest";
import type { FigureRow } from "@/lib/contracts/cells.ts";
import { csvText } from "@/lib/core/history/csv-text.ts";
import { fileName } from "@/components/export/file-name.ts";
import { letterMarks } from "./chart-marks.ts";
import { emptyReason } from "./empty-reason.ts";
import { explainFigure, type FigureFrame } from "./explain-figure.ts";
import { figureRows } from "./figure-csv.ts";
import { changeWords, perThousand } from "./figure-words.ts";
import { rateScale } from "./rate-scale.ts";
import { rateSeries, seriesRows } from "./rate-series.ts";
import { nextSort, readSort, sortRows } from "./sort-rows.ts";
import { ratePoints } from "./rate-points.ts";
import { sparkline } from "./sparkline-geometry.ts";

const hidden: FigureRow["current"] = {
  ...{ exposures: null, delivered: null, failed: null, signals: null, basis: null },
  ...{ rate: null, interval: null, suppressed: true },
};
const counted = (exposures: number, block: number): FigureRow["current"] => ({
  ...{ exposures, delivered: exposures, failed: 0, suppressed: false },
  signals: { block, report: 0, opt_out: 0, suspected_block: 0, ecosystem_hold: 0, undelivered: 0 },
  basis: { observed: block, imported: 0, inferred: 0 },
  ...(exposures === 0
    ? { rate: null, interval: null }
    : { rate: block / exposures, interval: [0.001, 0.006] }),
});
const row = (name: string, current: FigureRow["current"], more: Partial<FigureRow> = {}): FigureRow => ({
  ...{ key: name, id: null, name, state: "registered", methodId: null, methodName: null, methodKind: null },
  ...{ owner: null, gained: 5, previousGained: 4, current, previous: hidden, change: null },
  ...{ trend: "steady", points: [], ...more },
});
const frame: FigureFrame = {
  ...{ from: "2026-05-01T00:00:00.000Z", to: "2026-05-08T00:00:00.000Z", rule: "last", smallGroupSize: 20 },
  ...{ previousFrom: "2026-04-24T00:00:00.000Z", previousTo: "2026-05-01T00:00:00.000Z" },
  ...{ pointUnit: "day", countedAt: null, waiting: 0 },
};

describe("the order of the rows", () => {
  const rows = [
    row("small", hidden),
    row("calm", counted(1_000, 1)),
    row("bad", counted(500, 5)),
    row("none sent", counted(0, 3)),
  ];
  const order = (sort: string) => sortRows(rows, readSort(sort)).map(({ name }) => name);

  it("puts what is hidden or has no rate last, whichever way it is sorted", () => {
    expect(order("-rate")).toEqual(["bad", "calm", "small", "none sent"]);
    expect(order("rate")).toEqual(["calm", "bad", "small", "none sent"]);
    expect(order("anything")).toEqual(["calm", "bad", "none sent", "small"]);
  });

  it("begins with the largest figure and the first letter, and turns at the second press", () => {
    expect(nextSort(readSort(null), "rate")).toBe("-rate");
    expect(nextSort(readSort("-rate"), "rate")).toBe("rate");
    expect(nextSort(readSort(null), "name")).toBe("name");
    expect(nextSort(readSort("exposures"), "exposures")).toBeNull();
  });
});

describe("words", () => {
  it("call a change worse or better only when the interval leaves out 1", () => {
    const change = { ratio: 1.42, low: 1.1, high: 1.81, pValue: 0.01 };
    expect(changeWords(change)).toEqual({ ratio: "1.4x", range: "1.1 to 1.8", tone: "worse" });
    expect(changeWords({ ...change, low: 0.9 }).tone).toBe("unclear");
    expect(changeWords({ ...change, ratio: 0.5, low: 0.3, high: 0.8 }).tone).toBe("better");
    expect(changeWords({ ratio: null, low: 1.2, high: null, pValue: 0.03 })).toEqual({
      ratio: "none before",
      range: "at least 1.2x",
      tone: "worse",
    });
    expect(changeWords(null).ratio).toBe("not enough data");
    expect([perThousand(0), perThousand(0.00024), perThousand(0.0031)]).toEqual(["0", "0.24", "3.1"]);
  });

  it("say how a figure came about, and never a number of a small group", () => {
    expect(explainFigure(row("a", counted(1_000, 3)), "rate", frame).computed).toContain(
      "3 signals by 1,000 exposures, times 1,000. With 95 % certainty the true rate lies between 1.0 and 6.0.",
    );
    const small = explainFigure(row("a", hidden), "rate", frame);
    expect(small.value).toBe("too few to show");
    expect(small.computed).toContain("fewer than 20 exposures");
  });

  it("name the reason why there is nothing", () => {
    const never = { countedAt: null, waiting: 0, isNarrowed: true, connected: "none" } as const;
    expect(emptyReason(never)).toBe("not-connected");
    expect(emptyReason({ ...never, connected: "meta" })).toBe("nothing-yet");
    expect(emptyReason({ ...never, waiting: 3 })).toBe("being-counted");
    expect(emptyReason({ ...never, countedAt: frame.from })).toBe("filtered-out");
    expect(emptyReason({ ...never, countedAt: frame.from, isNarrowed: false })).toBe("quiet-range");
  });
});

describe("pictures", () => {
  it("keep one tiny source with a huge interval from flattening all others", () => {
    const calm = { rate: 0.003, interval: [0.002, 0.004] as const };
    const tiny = { rate: 0.005, interval: [0, 0.184] as const };
    expect(rateScale([calm])).toBe(0.004);
    expect(rateScale([calm, tiny])).toBeCloseTo(0.02);
    expect(rateScale([{ rate: null, interval: null }])).toBe(0.001);
  });

  const points = [
    { day: "2026-05-01", exposures: 500, negative: 5 },
    { day: "2026-05-02", exposures: 0, negative: 0 },
    { day: "2026-05-03", exposures: null, negative: null },
    { day: "2026-05-04", exposures: 40, negative: 0 },
    { day: "2026-05-05", exposures: 800, negative: 4 },
  ];

  it("draw days without messages as gaps and days with few as hollow, neither as zero", () => {
    const { lines, dots } = sparkline(ratePoints(points), 100, 20);
    expect(lines).toHaveLength(1);
    expect(dots.map(({ isHollow }) => isHollow)).toEqual([false, true, true, false]);
    // The hidden day stands in the middle and not on the ground.
    expect(dots[1]?.y).toBe(10);
    expect(rateSeries(points, 0.006).map(({ rate, unshown }) => [rate, unshown])).toEqual([
      [10, null],
      [null, null],
      [null, 6],
      [0, null],
      [5, null],
    ]);
    expect(seriesRows(rateSeries(points, null)).map(([, sent, , rate]) => [sent, rate])).toEqual([
      ["500", "10.0"],
      ["0", "none sent"],
      ["too few to show", ""],
      ["40", "0"],
      ["800", "5.0"],
    ]);
  });

  it("letter the marks of the range in the order of time", () => {
    const marks = letterMarks(
      [
        { at: "2026-05-06T00:00:00Z", label: "wording 2" },
        { at: "2026-05-02T00:00:00Z", label: "launch" },
        { at: "2026-06-02T00:00:00Z", label: "later" },
      ],
      Date.parse(frame.from),
      Date.parse(frame.to),
    );
    expect(marks.map(({ letter, label }) => `${letter} ${label}`)).toEqual(["A launch", "B wording 2"]);
  });
});

describe("files", () => {
  it("F31 a source that is called like a formula is text in a spreadsheet, and hidden figures are empty, not 0", () => {
    const rows = figureRows(frame, "source", [row("=HYPERLINK(1)", counted(1_000, 3)), row("small", hidden)]);
    const [head = [], first = [], second = []] = rows;
    const at = (cells: readonly (string | null)[], name: string) => cells[head.indexOf(name)];
    expect(csvText([first])).toContain("'=HYPERLINK(1)");
    expect([at(first, "negative_per_1000"), at(first, "blocks")]).toEqual(["3", "3"]);
    expect([at(second, "exposures"), at(second, "negative_per_1000"), at(second, "too_few_to_show")]).toEqual(
      [null, null, "yes"],
    );
    expect(rows.every((cells) => cells.length === head.length)).toBe(true);
  });

  it("have names that every system takes", () => {
    expect(fileName(["QR/flyer: Juni", "2026-05-01 to 2026-05-07 (UTC)"], "csv")).toBe(
      "staygreen-qr-flyer-juni-2026-05-01-to-2026-05-07-utc.csv",
    );
    expect(fileName(["…"], "png")).toBe("staygreen-export.png");
  });
});
