import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "./retry-after.ts";

const now = new Date("2026-05-04T10:00:00Z");

describe("retryAfterSeconds", () => {
  it.each<[string | null, number | null]>([
    ["0", 0],
    ["30", 30],
    [" 30 ", 30],
    ["999999999", 86_400],
    ["Mon, 04 May 2026 10:02:00 GMT", 120],
    ["Monday, 04-May-26 10:02:00 GMT", 120],
    ["Mon, 04 May 2026 09:00:00 GMT", 0],
    ["Tue, 04 May 2027 09:00:00 GMT", 86_400],
    [null, null],
    ["", null],
    ["-5", null],
    ["1.5", null],
    ["1e3", null],
    ["soon", null],
    ["2026-05-04", null],
    ["Mon, 99 May 2026 10:02:00 GMT", null],
  ])("%s is %s s", (header, seconds) => {
    expect(retryAfterSeconds(header, now)).toBe(seconds);
  });
});
