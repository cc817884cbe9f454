import { describe, expect, it } from "vitest";
import { shapeDifferences } from "./shape-differences.ts";

describe("shapeDifferences", () => {
  it("looks at keys and types, not at values", () => {
    expect(shapeDifferences({ id: "1", data: [{ n: 1 }] }, { data: [{ n: 2 }, { n: 3 }], id: "2" })).toEqual(
      [],
    );
  });

  it("takes the elements of a list together", () => {
    expect(shapeDifferences([{ a: 1, b: 1 }, { a: 1 }], [{ a: 1 }, { b: 1 }])).toEqual([]);
  });

  it.each<[unknown, unknown, string[]]>([
    [{ a: 1 }, {}, ["- a"]],
    [{}, { a: 1 }, ["+ a"]],
    [{ a: { b: 1 } }, { a: { c: 1 } }, ["- a.b", "+ a.c"]],
    [{ id: "1" }, { id: 1 }, ["id: string is number"]],
    [{ a: null }, { a: {} }, ["a: null is object"]],
    [{ data: [{ id: "1" }] }, { data: [{}] }, ["- data[].id"]],
    [{ data: [1] }, { data: [] }, ["- data[]"]],
    [{ data: [] }, { data: [1] }, ["+ data[]"]],
    [{ data: [1, "1"] }, { data: [1] }, ["data[]: number or string is number"]],
  ])("%j and %j differ", (expected, actual, differences) => {
    expect(shapeDifferences(expected, actual)).toEqual(differences);
  });
});
