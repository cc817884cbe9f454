import { describe, expect, it } from "vitest";
import type { HoldDto } from "@/lib/contracts/holds.ts";
import { approvalWords, inForceWords } from "./hold-words.ts";

const hold = { dryRun: false, share: null, state: "asked", order: null, approvals: [], approvalsNeeded: 2 };
const words = (more: object) => inForceWords({ ...hold, ...more } as unknown as HoldDto);

describe("what is in force", () => {
  it.each<[object, string]>([
    [{}, "Nothing is in force."],
    [{ state: "ordering" }, "Nothing is in force yet: the order is on its way."],
    [{ dryRun: true, state: "rehearsed" }, "A dry run: nothing is held."],
    [{ state: "held", share: 0 }, "In force: no sends."],
    [{ state: "ramping", share: 0.25 }, "In force: 25 % of the usual volume."],
    [
      { state: "ordering", share: 0.25, order: { kind: "pace", share: 0.5 } },
      "In force: 25 % of the usual volume, and 50 % is on its way.",
    ],
    [{ state: "released", share: 1 }, "In force: sends as usual."],
  ])("%j", (more, expected) => {
    expect(words(more)).toBe(expected);
  });
});

describe("who agreed", () => {
  it.each<[object, string]>([
    [{}, "2 people have to agree."],
    [{ approvals: [{ name: "Ada" }] }, "Ada agreed. One more person has to agree."],
    [{ state: "held", approvals: [{ name: "Ada" }, { name: "Bea" }] }, "Ada, Bea agreed."],
    [{ state: "expired" }, "Nobody agreed."],
  ])("%j", (more, expected) => {
    expect(approvalWords({ ...hold, ...more } as unknown as HoldDto)).toBe(expected);
  });
});
