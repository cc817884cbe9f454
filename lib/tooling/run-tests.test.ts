import { beforeEach, expect, it, vi } from "vitest";
import { judge } from "./run-tests.ts";

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});

it("passes on the tally of a clean run", () => {
  expect(judge("vitest", 0, { passed: 3, failed: 0, skipped: 1 })).toEqual({
    passed: 3,
    failed: 0,
    skipped: 1,
  });
});

it("passes on failed tests without adding to them", () => {
  expect(judge("vitest", 1, { passed: 3, failed: 2, skipped: 0 })).toEqual({
    passed: 3,
    failed: 2,
    skipped: 0,
  });
});

it.each([
  ["executed no test", 0, { passed: 0, failed: 0, skipped: 0 }],
  ["only skipped tests", 0, { passed: 0, failed: 0, skipped: 4 }],
  ["crashed after its tests passed", 1, { passed: 3, failed: 0, skipped: 0 }],
  ["was ended by a signal", null, { passed: 3, failed: 0, skipped: 0 }],
])("counts a runner that %s as one failure", (_case, code, tally) => {
  expect(judge("vitest", code, tally)).toEqual({ ...tally, failed: 1 });
});

it("counts a runner without a report as one failure", () => {
  expect(judge("playwright", 1, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("distrusts an exit code of 0 beside failed tests", () => {
  expect(judge("playwright", 0, { passed: 1, failed: 1, skipped: 0 }).failed).toBe(2);
});
