import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test.each([
  ["/incidents/42?state=open#top", "/incidents/42?state=open#top"],
  ["/", "/"],
  ["//evil.example", undefined],
  ["/\\evil.example", undefined],
  ["/\t/evil.example", undefined],
  ["https://evil.example", undefined],
  ["javascript:alert(1)", undefined],
  ["", undefined],
  [null, undefined],
])("%j leads to %j", (next, path) => {
  expect(safeNext(next)).toBe(path);
});
