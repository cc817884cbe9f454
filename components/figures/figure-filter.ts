import type { AttributionRule, FiguresQuery, FigureSubject } from "@/lib/contracts/cells.ts";

export const figureRanges = ["24h", "7d", "28d", "90d", "365d"] as const;
export type FigureRange = (typeof figureRanges)[number];
export const rangeLabels: Readonly<Record<FigureRange, string>> = {
  "24h": "24 hours",
  "7d": "7 days",
  "28d": "28 days",
  "90d": "90 days",
  "365d": "365 days",
};
const usualRange: FigureRange = "90d";
const rangeHours: Readonly<Record<FigureRange, number>> = {
  "24h": 24,
  "7d": 7 * 24,
  "28d": 28 * 24,
  "90d": 90 * 24,
  "365d": 365 * 24,
};
const rules: readonly AttributionRule[] = ["last", "first", "split"];

/** What narrows the figures, by the names of the API and of the URL. */
export const narrowings = ["phoneNumberId", "source", "method", "campaign", "template"] as const;
export type Narrowing = (typeof narrowings)[number];
const longest: Readonly<Record<Narrowing, number>> = {
  phoneNumberId: 64,
  source: 128,
  method: 80,
  campaign: 128,
  template: 512,
};

/** The choices of a page of figures; lives in the URL, and every click on the path down keeps it. */
export interface FigureFilter extends Readonly<Partial<Record<Narrowing, string>>> {
  readonly range: FigureRange | "custom";
  /** First and last day (UTC) of a custom range, YYYY-MM-DD; both or none. */
  readonly from?: string;
  readonly to?: string;
  readonly rule: AttributionRule;
  /** What the rows are; null: what the page shows first. */
  readonly by: FigureSubject | null;
  /** Column and direction, "rate" or "-rate"; null: the largest first. */
  readonly sort: string | null;
  readonly isCompared: boolean;
}

type Params = { get: (name: string) => string | null };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const longestDays = 800;

/** Reads the filter from the URL; what is no value of it is as if it were absent. `subjects`: what the page can list. */
export function readFigureFilter(params: Params, subjects: readonly FigureSubject[]): FigureFilter {
  const from = readDay(params.get("from"));
  const to = readDay(params.get("to"));
  const isCustom =
    from !== null &&
    to !== null &&
    from <= to &&
    (Date.parse(to) - Date.parse(from)) / dayMs + 1 <= longestDays;
  const range = figureRanges.find((one) => one === params.get("range")) ?? usualRange;
  const narrowed = narrowings.flatMap((name) => {
    const value = params.get(name) ?? "";
    return value === "" || value.length > longest[name] ? [] : [[name, value] as const];
  });
  const sort = params.get("sort");
  return {
    ...(isCustom ? { range: "custom" as const, from, to } : { range }),
    rule: rules.find((one) => one === params.get("rule")) ?? "last",
    by: subjects.find((one) => one === params.get("by")) ?? null,
    sort: sort !== null && /^-?[A-Za-z_]{1,40}$/.test(sort) ? sort : null,
    isCompared: params.get("compare") !== "off",
    ...Object.fromEntries(narrowed),
  };
}

/** A day that exists, as YYYY-MM-DD. */
function readDay(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== text ? null : text;
}

/** The range as instants of whole hours. Without `to` it runs until now. */
export function filterTimes(
  { range, from, to }: Pick<FigureFilter, "range" | "from" | "to">,
  nowMs: number,
): { from: string; to?: string } {
  const nextHour = (Math.floor(nowMs / hourMs) + 1) * hourMs;
  if (range === "custom" && from !== undefined && to !== undefined) {
    const fromMs = Date.parse(`${from}T00:00:00.000Z`);
    // A day that is not over ends now: the period before must not be compared with hours to come.
    const toMs = Math.max(fromMs + hourMs, Math.min(Date.parse(`${to}T00:00:00.000Z`) + dayMs, nextHour));
    return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  }
  const hours = rangeHours[range === "custom" ? usualRange : range];
  const start = nextHour - hours * hourMs;
  // Longer ranges begin with a whole day.
  const fromMs = hours === 24 ? start : Math.floor(start / dayMs) * dayMs;
  return { from: new Date(fromMs).toISOString() };
}

/** What narrows, without what does not. */
export function narrowedBy(filter: FigureFilter): Partial<Record<Narrowing, string>> {
  return Object.fromEntries(
    narrowings.flatMap((name) => {
      const value = filter[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** The filter of a page that is about one of these itself: its address need not say it twice. */
export function withoutNarrowing(filter: FigureFilter, name: Narrowing): FigureFilter {
  const rest = { ...filter };
  Reflect.deleteProperty(rest, name);
  return rest;
}

/** The question that the page asks the API. */
export function toFiguresQuery(by: FigureSubject, filter: FigureFilter, nowMs: number): FiguresQuery {
  return { by, rule: filter.rule, ...filterTimes(filter, nowMs), ...narrowedBy(filter) };
}

/** Changes of the filter for a link: null takes something away. */
export type FilterChange = Partial<Record<Narrowing | "by" | "sort", string | null>>;

/** The address of a page of figures with this filter; what is as usual is left out. */
export function figureHref(path: string, filter: FigureFilter, change: FilterChange = {}): string {
  const { range, from, to, rule, by, sort, isCompared } = filter;
  const words: Record<string, string | null | undefined> = {
    ...(range === "custom" ? { from, to } : { range: range === usualRange ? null : range }),
    rule: rule === "last" ? null : rule,
    ...narrowedBy(filter),
    by,
    sort,
    compare: isCompared ? null : "off",
    ...change,
  };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === "string" && value !== "") params.set(name, value);
  }
  const query = params.toString();
  return query === "" ? path : `${path}?${query}`;
}

/** The same filter on another page: what its rows are and how they are sorted is that page's own. */
export function drillHref(path: string, filter: FigureFilter, change: FilterChange = {}): string {
  return figureHref(path, filter, { by: null, sort: null, ...change });
}
