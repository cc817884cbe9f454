import { describe, expect, it } from "vitest";
import { registryCsv } from "./registry-csv.ts";

const at = "2026-06-01T00:00:00.000Z";
const campaign = {
  ...{
    id: "c1",
    key: "spring",
    name: "Spring sale",
    owner: null,
    tags: ["a", "b"],
    state: "merged" as const,
  },
  mergedInto: { id: "c2", key: "summer", name: "Summer" },
  ...{ mergedEntries: [], createdAt: at, updatedAt: null },
};

describe("registryCsv", () => {
  it("has a cell for each head, and none filled that nobody has said", () => {
    const source = {
      activationMethodId: null,
      activationMethodName: null,
      country: null,
      declaredKinds: null,
    };
    const method = {
      ...{
        id: "m1",
        name: "Checkout",
        kind: "website" as const,
        owner: null,
        tags: [],
        state: "draft" as const,
      },
      ...{
        launchedAt: null,
        plannedLaunchAt: null,
        ramp: null,
        createdAt: at,
        updatedAt: null,
        sourceCount: 2,
      },
      declaredKinds: [{ kind: "utility" as const, words: "order updates" }],
    };
    expect(registryCsv.campaigns([campaign])[1]).toEqual([
      "spring",
      "Spring sale",
      "merged",
      "summer",
      null,
      "a, b",
      at,
    ]);
    expect(registryCsv.sources([{ ...campaign, ...source }])[1]?.slice(-3)).toEqual([null, null, null]);
    expect(registryCsv.methods([method])[1]).toContain("utility (“order updates”)");
    for (const [head, row] of [
      registryCsv.methods([method]),
      registryCsv.sources([{ ...campaign, ...source }]),
      registryCsv.campaigns([campaign]),
    ]) {
      expect(row?.length).toBe(head?.length);
    }
  });
});
