import { describe, expect, it } from "vitest";
import { finalEntry, type MergeLink } from "./final-entry.ts";

function links(pairs: Readonly<Record<string, string | null>>): Map<string, MergeLink> {
  return new Map(Object.entries(pairs).map(([id, mergedInto]) => [id, { id, mergedInto }]));
}

describe("finalEntry", () => {
  it.each([
    ["itself when it was never merged", { a: null }, "a", "a"],
    ["the other after one merge", { a: "b", b: null }, "a", "b"],
    ["the last of a chain", { a: "b", b: "c", c: "d", d: null }, "a", "d"],
    ["itself when the other is not there", { a: "gone" }, "a", "a"],
  ] as const)("%s", (_name, pairs, start, end) => {
    const byId = links(pairs);
    expect(finalEntry(byId.get(start)!, byId).id).toBe(end);
  });

  it("ends in a circle, which no merge can make", () => {
    const byId = links({ a: "b", b: "c", c: "a" });
    expect(finalEntry(byId.get("a")!, byId).id).toBe("c");
  });
});
