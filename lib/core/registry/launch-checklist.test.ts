import { describe, expect, it } from "vitest";
import { wordingRules, type WordingFinding } from "../wording/wording-finding.ts";
import { checklistKeys, launchChecklist, type LaunchFacts } from "./launch-checklist.ts";
import { lawPoints } from "./law-points.ts";

const findings = (broken: readonly string[] = []): WordingFinding[] =>
  wordingRules.map((rule) => ({
    rule,
    ok: !broken.includes(rule),
    reason: broken.includes(rule) ? "missing" : "met",
    span: null,
  }));
const whole: LaunchFacts = {
  sources: [
    { id: "a", country: "DE" },
    { id: "b", country: "IT" },
  ],
  wordings: [
    { sourceId: "a", findings: findings() },
    { sourceId: "b", findings: findings() },
  ],
  hasOwner: true,
  hasRamp: true,
  evidenceCount: 1,
  reviews: [{ state: "approved" }],
};
const item = (facts: LaunchFacts, key: string) => launchChecklist(facts).find((one) => one.key === key);

describe("launchChecklist", () => {
  it("has every point, in order, and all done where all is there", () => {
    const items = launchChecklist(whole);
    expect(items.map(({ key }) => key)).toEqual([...checklistKeys]);
    expect(items.every(({ state }) => state === "done")).toBe(true);
  });

  it("names the sources whose wording misses a rule, and those without any", () => {
    const facts = { ...whole, wordings: [{ sourceId: "a", findings: findings(["frequency"]) }] };
    expect(item(facts, "frequency")).toMatchObject({ state: "open", sourceIds: ["a", "b"], right: 0, of: 1 });
    expect(item(facts, "opt-out")).toMatchObject({ state: "open", sourceIds: ["b"], right: 1, of: 1 });
  });

  it("takes one language that misses a rule for a miss of its source", () => {
    const wordings = [...whole.wordings, { sourceId: "a", findings: findings(["opt-out"]) }];
    expect(item({ ...whole, wordings }, "opt-out")).toMatchObject({ sourceIds: ["a"], right: 2, of: 3 });
  });

  it("does not take nothing for right", () => {
    const bare = {
      ...whole,
      sources: [],
      wordings: [],
      hasOwner: false,
      hasRamp: false,
      evidenceCount: 0,
      reviews: [],
    };
    const states = Object.fromEntries(launchChecklist(bare).map(({ key, state }) => [key, state]));
    expect(states).toMatchObject({
      source: "open",
      "opt-out": "unknown",
      owner: "open",
      review: "open",
      country: "unknown",
    });
  });

  it("waits for everybody who was asked", () => {
    expect(item({ ...whole, reviews: [{ state: "approved" }, { state: "asked" }] }, "review")?.state).toBe(
      "open",
    );
  });
});

describe("lawPoints", () => {
  it("has the common law of the Union before a country's own, and none where none is kept", () => {
    expect(lawPoints("DE").map(({ law }) => law)).toEqual([
      expect.stringContaining("GDPR"),
      expect.stringContaining("2002/58"),
      "UWG, § 7",
    ]);
    expect(lawPoints("GB").some(({ law }) => law.startsWith("GDPR"))).toBe(false);
    expect(lawPoints("ZZ")).toEqual([]);
  });
});
