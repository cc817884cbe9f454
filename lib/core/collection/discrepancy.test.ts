import { describe, expect, it } from "vitest";
import { graceMs, judgeDifference, type PolledChange } from "./discrepancy.ts";

const seen = new Date("2026-10-06T12:00:00Z");
const at = (minutes: number) => new Date(seen.getTime() + minutes * 60_000);
const change = (changed: Partial<PolledChange> = {}): PolledChange => ({
  notBefore: at(-60),
  occurredAt: seen,
  pollIntervalSeconds: 600,
  webhookValue: null,
  webhookTold: false,
  ...changed,
});

describe("judgeDifference", () => {
  it.each<[string, Partial<PolledChange>, number, ReturnType<typeof judgeDifference>]>([
    ["F25 nothing came until one more poll", {}, 60, "unannounced"],
    ["one more poll has not been yet", {}, 59, null],
    ["a webhook told it", { webhookTold: true }, 600, null],
    ["a webhook told something else", { webhookValue: "PAUSED" }, 60, "contradicted"],
    ["nobody looked for half a day", { notBefore: at(-721) }, 5_000, null],
    ["two readings within seconds wait for the pace of the poll", { notBefore: at(-1) }, 9, null],
    ["and are judged then", { notBefore: at(-1) }, 10, "unannounced"],
  ])("%s", (_name, changed, minutes, difference) => {
    expect(judgeDifference(change(changed), at(minutes))).toBe(difference);
  });

  it("allows a webhook the time of one poll", () => {
    expect(graceMs(change())).toBe(3_600_000);
    expect(graceMs(change({ notBefore: at(-1) }))).toBe(600_000);
  });
});
