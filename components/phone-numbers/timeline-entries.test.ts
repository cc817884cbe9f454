import { describe, expect, it } from "vitest";
import type { ChangeDto } from "@/lib/contracts/phone-numbers.ts";
import { changedFields, readTimelineFilter, timelineEntries, wasKnownLater } from "./timeline-entries.ts";

const at = (minutes: number) => new Date(Date.UTC(2026, 5, 1, 9, minutes)).toISOString();
const change = (minutes: number, patch: Partial<ChangeDto> = {}): ChangeDto => ({
  id: `c${minutes}`,
  field: "quality_rating",
  from: "GREEN",
  to: "YELLOW",
  occurredAt: at(minutes),
  notBefore: at(minutes - 10),
  recordedAt: at(minutes),
  source: "poll",
  ...patch,
});
const gap = (from: number, to: number) => ({ kind: "gap" as const, value: null, from: at(from), to: at(to) });
const held = (from: number, to: number) => ({
  kind: "value" as const,
  value: "GREEN",
  from: at(from),
  to: at(to),
});

const history = {
  to: at(300),
  changes: [
    change(200, { field: "status", source: "webhook" }),
    change(120),
    change(10, { field: "status", source: "import" }),
  ],
  ratingSpans: [held(0, 30), gap(30, 120), held(120, 250), gap(250, 300)],
};
const shown = (filter: Parameters<typeof timelineEntries>[1]) =>
  timelineEntries(history, filter).map((entry) =>
    entry.kind === "gap"
      ? ["gap", entry.from, entry.to]
      : entry.kind === "change"
        ? entry.change.id
        : entry.kind,
  );

describe("timelineEntries", () => {
  it("puts gaps between the changes, newest first; the change that was seen at a gap's end stands above it", () => {
    expect(shown({})).toEqual([["gap", at(250), null], "c200", "c120", ["gap", at(30), at(120)], "c10"]);
  });

  it("narrows by field and by source; gaps are about polls", () => {
    expect(shown({ field: "status" })).toEqual([
      ["gap", at(250), null],
      "c200",
      ["gap", at(30), at(120)],
      "c10",
    ]);
    expect(shown({ source: "import" })).toEqual(["c10"]);
    expect(shown({ source: "poll", field: "status" })).toEqual([
      ["gap", at(250), null],
      ["gap", at(30), at(120)],
    ]);
  });

  it("takes the first sighting of all fields together", () => {
    const first = (field: string) => change(0, { id: field, field, from: null, notBefore: null });
    const entries = timelineEntries(
      { ...history, ratingSpans: [], changes: [first("status"), first("throughput")] },
      {},
    );
    expect(entries).toMatchObject([
      { kind: "first-sighting", changes: [{ id: "status" }, { id: "throughput" }] },
    ]);
  });
});

it("the filter is read from the URL, and nonsense is ignored", () => {
  const read = (query: string) => readTimelineFilter(new URLSearchParams(query));
  expect(read("field=status&source=webhook")).toEqual({ field: "status", source: "webhook" });
  expect(read("field=&source=rumour&range=7d")).toEqual({});
});

it("names each changed field once", () => {
  expect(changedFields(history.changes)).toEqual(["quality_rating", "status"]);
});

it("a change that came late is told with both times", () => {
  expect(wasKnownLater(change(5, { recordedAt: at(6) }))).toBe(false);
  expect(wasKnownLater(change(5, { recordedAt: at(9) }))).toBe(true);
});
