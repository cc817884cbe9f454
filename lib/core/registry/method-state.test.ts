import { describe, expect, it } from "vitest";
import { launchState, methodState } from "./method-state.ts";

const now = new Date("2026-06-01T09:00:00.000Z");
const later = new Date("2026-06-01T09:00:00.001Z");
const earlier = new Date("2026-05-01T00:00:00.000Z");

describe("launchState", () => {
  it.each([
    [null, "draft"],
    [later, "scheduled"],
    [now, "launched"],
    [earlier, "launched"],
  ] as const)("%s: %s", (launchedAt, expected) => {
    expect(launchState(launchedAt, now)).toBe(expected);
  });
});

describe("methodState", () => {
  it.each([
    ["scheduled", earlier, "launched"],
    ["scheduled", later, "scheduled"],
    ["launched", earlier, "launched"],
    ["draft", null, "draft"],
    ["held", earlier, "held"],
    ["retired", earlier, "retired"],
    ["retired", null, "retired"],
  ] as const)("stored %s, launch %s: %s", (stored, launchedAt, expected) => {
    expect(methodState(stored, launchedAt, now)).toBe(expected);
  });
});
