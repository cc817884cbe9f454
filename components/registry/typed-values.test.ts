import { describe, expect, it } from "vitest";
import { typedInstant, typedTags } from "./typed-values.ts";

function form(values: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
}

describe("typedTags", () => {
  it.each([
    ["", []],
    [" print , spring sale,, ", ["print", "spring sale"]],
  ])("%j", (tags, expected) => {
    expect(typedTags(form({ tags }))).toEqual(expected);
  });
});

describe("typedInstant", () => {
  it("reads wall time in the organization's zone, and hands on what is no time", () => {
    expect(typedInstant(form({ at: "2026-05-01T09:00" }), "at", "Europe/Berlin")).toBe(
      "2026-05-01T07:00:00.000Z",
    );
    expect(typedInstant(form({ at: "soon" }), "at", "UTC")).toBe("soon");
    expect(typedInstant(form({ at: "" }), "at", "UTC")).toBeUndefined();
  });
});
