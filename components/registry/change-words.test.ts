import { expect, it } from "vitest";
import { changeWords } from "./change-words.ts";

const saying = {
  methodName: (id: string) => (id === "m2" ? "Flyers" : id),
  instant: (at: string) => at.slice(0, 10),
};
const say = (action: string, detail: Record<string, unknown>) =>
  changeWords({ id: "1", action, detail, occurredAt: "", recordedAt: "", actorName: "Ada" }, saying);
const other = { id: "2", key: "checkout", name: "Checkout" };

it.each([
  ["created", {}, "Registered"],
  ["seen", {}, "First named by data"],
  ["claimed", { name: "Flyer" }, "Claimed as “Flyer”"],
  ["renamed", { name: { from: "a", to: "b" } }, "Renamed from “a” to “b”"],
  [
    "changed",
    { owner: { from: null, to: "Ada" }, tags: { from: ["x"], to: [] } },
    "Owner changed from nobody to Ada. Tags changed from x to none",
  ],
  [
    "changed",
    { activationMethodId: { from: "m1", to: "m2" } },
    "Activation method changed from m1 to Flyers",
  ],
  [
    "changed",
    { launchedAt: { from: null, to: "2026-07-01T00:00:00Z" } },
    "Launch changed from none to 2026-07-01",
  ],
  [
    "changed",
    { before: "draft", state: "scheduled", launchedAt: "2026-07-01T00:00:00Z" },
    "Launch planned for 2026-07-01",
  ],
  ["merged", { into: other, before: "registered" }, "Merged into “Checkout” (checkout)"],
  ["merged", { from: other }, "“Checkout” (checkout) was merged into this one"],
  ["split-off", { from: other, state: "registered" }, "Split off from “Checkout” (checkout)"],
  ["split-off", { entry: other }, "“Checkout” (checkout) was split off"],
  ["wording", { version: 2, language: "de" }, "Wording version 2 added (de)"],
  ["held", {}, "Held"],
  ["held", { before: "launched", reason: "Blocks" }, "Held: “Blocks”"],
  ["review-asked", { person: "Lea", question: null }, "Lea was asked for a review"],
  ["review-refused", { person: "Lea", words: "Not yet" }, "Lea refused: “Not yet”"],
  [
    "changed",
    { ramp: { from: null, to: { unit: "share", steps: [{ fromDay: 0, amount: 0.05 }] } } },
    "Ramp changed from none to “At most 5 % of all opt-ins at first”",
  ],
  [
    "changed",
    { plannedLaunchAt: { from: null, to: "2026-07-01T00:00:00Z" } },
    "Planned launch changed from none to 2026-07-01",
  ],
  ["archived", {}, "archived"],
] as const)("%s %j", (action, detail, expected) => {
  expect(say(action, detail)).toBe(expected);
});
