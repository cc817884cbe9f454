import { describe, expect, test } from "vitest";
import { durationText } from "./duration-text.ts";
import { relativeTime } from "./relative-time.ts";

const now = Date.parse("2026-06-01T12:00:00Z");
const s = 1_000;
const min = 60 * s;
const h = 60 * min;
const day = 24 * h;

describe("relativeTime", () => {
  test.each([
    [0, "just now"],
    [-1 * s, "just now"],
    [2 * s, "2 s ago"],
    [59 * s, "59 s ago"],
    [60 * s, "1 min ago"],
    [119 * min, "1 h ago"],
    [23 * h + 59 * min, "23 h ago"],
    [day, "1 day ago"],
    [28 * day, "28 days ago"],
    [-5 * min, "in 5 min"],
  ])("an age of %i ms reads %s", (age, words) => {
    expect(relativeTime(now - age, now)).toBe(words);
  });
});

describe("durationText", () => {
  test.each([
    [0, "0 s"],
    [-5, "0 s"],
    [3 * h + 20 * min + 59 * s, "3 h 20 min"],
    [2 * h + 59 * s, "2 h"],
    [day + 4 * h, "1 day 4 h"],
    [42 * s, "42 s"],
  ])("%i ms in two units reads %s", (ms, words) => {
    expect(durationText(ms, 2)).toBe(words);
  });
});
