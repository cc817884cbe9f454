import { describe, expect, it } from "vitest";
import type { PollRunDto } from "@/lib/contracts/connections.ts";
import { pollBars } from "./poll-bars.ts";

const round = (patch: Partial<PollRunDto>): PollRunDto => ({
  id: "1",
  trigger: "schedule",
  occurredAt: "2026-03-01T10:00:00.000Z",
  startedAt: "2026-03-01T10:00:00.000Z",
  finishedAt: "2026-03-01T10:00:01.234Z",
  outcome: "complete",
  callCount: 1,
  wabaCount: 1,
  numberCount: 1,
  changeCount: 0,
  error: null,
  ...patch,
});

describe("pollBars", () => {
  it("draws finished rounds oldest first, in the organization's time zone", () => {
    const newest = round({ startedAt: "2026-03-01T10:10:00.000Z", finishedAt: "2026-03-01T10:10:02.000Z" });
    expect(pollBars([newest, round({})], "Europe/Berlin")).toEqual([
      { label: "11:00", seconds: 1.23, fill: "var(--color-accent)" },
      { label: "11:10", seconds: 2, fill: "var(--color-accent)" },
    ]);
  });

  it("draws no bar for a round that runs or waits: it has no length, which is not zero", () => {
    const running = round({ finishedAt: null, outcome: null });
    const waiting = round({ startedAt: null, finishedAt: null, outcome: null });
    expect(pollBars([running, waiting], "UTC")).toEqual([]);
  });

  it("marks failed and incomplete rounds", () => {
    const bars = pollBars([round({ outcome: "failed" }), round({ outcome: "incomplete" })], "UTC");
    expect(bars.map((bar) => bar.fill)).toEqual(["var(--color-amber)", "var(--color-red)"]);
  });
});
